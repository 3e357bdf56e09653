import type { Recognizer } from '../types.ts'

/** RFC 5321 limits: 64 characters before the @, 255 behind it. */
const EMAIL = /(?<![\p{L}\p{N}.+-])[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}]{2,24}(?![\p{L}\p{N}-])/gu

/** `jane dot doe at example dot com`, `jane (at) example (dot) com`, `jane [at] example.com`. */
const AT = String.raw`(?:\s?[([{<]\s?(?:at|@)\s?[)\]}>]\s?|[ \t]{1,4}at[ \t]{1,4}|[ \t]@[ \t])`
const DOT = String.raw`(?:\s?[([{<]\s?(?:dot|\.)\s?[)\]}>]\s?|[ \t]{1,4}dot[ \t]{1,4}|\.)`
const SPELLED = new RegExp(
  String.raw`(?<![\w.])[a-z0-9]{2,30}(?:${DOT}[a-z0-9]{1,30}){0,3}${AT}[a-z0-9-]{2,40}(?:${DOT}[a-z0-9-]{2,30}){0,2}${DOT}(?:com|org|net|edu|gov|info|io|eu|uk|de|fr|es|it|nl|pl|pt|at|ch|se|no|dk|fi|ie|us|ca|au|in|br|jp|example)\b`,
  'gi',
)

/** As `\s`, but for those that normalisation makes blanks of. */
const BLANKS = [...' \t\n\v\f\r\u2028\u2029']
/** What the check of a spelled-out address finds, short of the word for a dot. */
const SPELLED_SIGNS = [
  ...BLANKS.map((blank) => `${blank}@`),
  ...[...'([{<'].flatMap((bracket) => ['', ...BLANKS].flatMap((blank) => ['at', '@', '.'].map((sign) => `${bracket}${blank}${sign}`))),
]

export const CONTACT: readonly Recognizer[] = [
  { name: 'email', type: 'EMAIL_ADDRESS', score: 0.95, pattern: EMAIL, literals: ['@'] },
  {
    name: 'email-spelled-out',
    type: 'EMAIL_ADDRESS',
    score: 0.8,
    pattern: SPELLED,
    // What the check below asks for: most texts have an ` at ` and a bracket, and none of these.
    literals: ['dot', ...SPELLED_SIGNS],
    reach: 300,
    // "meet at noon.com" has neither a spelled-out dot nor brackets: then it is a sentence, not an address.
    check: (value) => /\bdot\b|[([{<]\s?(?:at|@|dot|\.)/i.test(value) || /\s@\s/.test(value),
  },
  {
    name: 'username-in-context',
    type: 'USERNAME',
    score: 0.5,
    pattern:
      /\b(?:user ?name|login|user id|userid|account name|benutzername|nom d'utilisateur|handle)\s{0,2}(?:is|:|=)\s{0,2}["']?(?<value>[A-Za-z0-9][\w.@-]{2,40})/gi,
    group: 'value',
    literals: ['user', 'login', 'account name', 'benutzername', 'handle', 'utilisateur'],
    check: (value) => !/^(?:and|or|the|is|required|name|page|not|with|form|screen|button)$/i.test(value),
  },
  {
    name: 'handle-in-context',
    type: 'USERNAME',
    score: 0.5,
    pattern:
      /\b(?:twitter|instagram|insta|telegram|discord|snapchat|tiktok|mastodon|github|skype|signal|threads|steam|reddit|wechat|line\sid|xbox|psn)\b(?:\s(?:account|handle|user(?:name)?|id|name))?\s{0,2}(?:is|:|=|-|–)?\s{0,2}(?<value>@[A-Za-z0-9][\w.]{2,31}|u\/[\w-]{3,24}|[A-Za-z0-9_.]{2,32}#\d{4})(?![\w@])/gi,
    group: 'value',
    literals: ['@', 'u/', '#'],
  },
]
