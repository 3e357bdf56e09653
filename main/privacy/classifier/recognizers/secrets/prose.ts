import type { Recognizer } from '../../types.ts'
import { classes } from '../entropy.ts'
import { isPlaceholder } from '../placeholders.ts'
import { isToken } from './urls-and-headers.ts'

const PASSWORD_WORDS = `pass(?:word|wd|phrase|code)|pwd|pw|passwort|kennwort|mot de passe|contrase[ñn]a|clave|senha|has[łl]o|wachtwoord|l[öo]senord|adgangskode|parola(?: d'ordine)?|salasana|heslo|密码|パスワード|비밀번호|비번|암호|пароль|كلمة (?:المرور|السر)`
const TOKEN_WORDS = `(?:api|access|secret|private|license|licence|activation|auth|session|bearer|refresh|personal access)[ -](?:key|token|code)|client secret|api-schl[üu]ssel|zugangsschl[üu]ssel|cl[ée] (?:d'api|api|secr[èe]te)|clave (?:de )?api|chave (?:de )?api|chiave api|klucz api|token`
/** For whom or what it is: `the password for the build server is …`. */
const FOR = String.raw`\s(?:for|to|of|on|f[üu]r|vom?|de|du|des|del|della|para|do|da|dla|zu[rm]?|per)\s[\w .'@/-]{1,40}?`
const SIGN = String.raw`\s{0,2}(?::|=|-\s)\s{0,3}`
const WORD = String.raw`\s{0,2}(?:(?<![\p{L}\w])(?:is|are|was|lautet|ist|war|est|es|[éeè]|to|brzmi|هي|will be|set to|changed to)(?![\p{L}\w])\s{0,2}(?:now|still|currently|jetzt|set to)?\s{0,2}:?|：|是|は|→)\s{0,3}`
/** What leads to the value. A mere sign beside the word is an assignment and judged as such. */
const IS = `(?:${FOR}${SIGN}|(?:${FOR})?${WORD}|(?<=d'ordine|de passe)${SIGN})`
const VALUE = String.raw`["'\x60“”„«‘]?(?<value>[^\s"'\x60“”«»’,;]{4,160})`

/** What a sentence says of a password rather than what it is: \`the password is incorrect\`. */
const SAID =
  /^(?:not|too|incorrect|invalid|wrong|required|expired|weak|strong|correct|the|a|an|in|on|at|to|for|by|stored|hashed|encrypted|protected|safe|secure|sent|saved|reset|changed|going|being|used|needed|case-?\w*|at-?\w*|\w+ed|\w+ing|[\w'-]*n't)$/i

/** Words that a sentence needs, and a row of words that were thrown for does not. */
const SENTENCE =
  /\b(?:the|and|for|with|are|was|were|this|that|you|your|not|too|very|must|should|can|cannot|has|have|had|been|being|required|wrong|invalid|incorrect|correctly|stored|never|from|into|when|then|than|only|also|just|still|now|our|their|his|her|its|all|any|one|out|who|what|how|why|which)\b/i
/** What stands behind \`password\` where a way of getting in is spoken of. */
const KIND_OF_ACCESS =
  /^(?:auth\w*|protect\w*|manage\w*|login|based|hash\w*|access|only|prompts?|reset|polic\w+|field|entry|security|credentials?|support|again|first|instead)$/i

const plain = (value: string): string => value.replace(/[.!?)\]>:]+$/, '')

const isSaid = (word: string): boolean => SAID.test(word.replace(/[^\p{L}\p{N}]+$/u, ''))

/** Sentences, in the languages in which people send them. */
export const PROSE: readonly Recognizer[] = [
  {
    name: 'password-in-prose',
    type: 'SECRET/password',
    score: 0.8,
    pattern: new RegExp(String.raw`(?<![\p{L}\w])(?:${PASSWORD_WORDS})(?![\p{L}\w])["'*]{0,3}${IS}${VALUE}`, 'giu'),
    group: 'value',
    literals: [
      'pass',
      'pwd',
      ' pw',
      'kennwort',
      'contrase',
      'clave',
      'senha',
      'haslo',
      'hasło',
      'wachtwoord',
      'senord',
      'adgangskode',
      'parola',
      'salasana',
      'heslo',
      '密码',
      'パスワード',
      '비밀번호',
      '비번',
      '암호',
      'пароль',
      'كلمة ال',
    ],
    check: (value) => {
      const word = plain(value)
      return (
        word.length >= 4 &&
        !isPlaceholder(value) &&
        !isPlaceholder(word) &&
        !/[[({]/.test(word) &&
        !isSaid(word) &&
        !/^[\p{L}'/_.:\\-]+$/u.test(word) &&
        !/^\d{1,3}$|^https?:/.test(word) &&
        classes(word) >= 1
      )
    },
  },
  {
    // `the password Blue-Heron-42 still works`: it must not look like anything but a password.
    name: 'password-beside',
    type: 'SECRET/password',
    score: 0.7,
    pattern: new RegExp(String.raw`(?<![\p{L}\w])(?:${PASSWORD_WORDS})\s{1,2}["'\x60“]?(?<value>[^\s"'\x60“”,;]{7,60})`, 'giu'),
    group: 'value',
    literals: ['pass', 'pwd', ' pw', 'kennwort', 'contrase', 'clave', 'senha', 'haslo', 'hasło', 'wachtwoord', 'heslo'],
    check: (value, { text, end }) => {
      // A sign of exclamation before the rest of the sentence belongs to the password.
      const word = /^\s[a-z]/.test(text.slice(end, end + 2)) ? value.replace(/[.)\]>:]+$/, '') : plain(value)
      return (
        word.length >= 7 &&
        !isPlaceholder(word) &&
        !/[[({<>=:/\\]/.test(word) &&
        /\d/.test(word) &&
        /\p{L}{2}/u.test(word) &&
        classes(word) >= 3
      )
    },
  },
  {
    name: 'token-in-prose',
    type: 'SECRET/assignment',
    score: 0.8,
    pattern: new RegExp(String.raw`(?<![\p{L}\w])(?:${TOKEN_WORDS})(?![\p{L}\w])["'*]{0,3}${IS}${VALUE}`, 'giu'),
    group: 'value',
    literals: ['key', 'token', 'secret', 'schlüssel', 'schlussel', 'clé', 'cle ', 'clave', 'chave', 'chiave', 'klucz', 'code'],
    check: (value) => isToken(plain(value)),
  },
  {
    // Only a sentence says who the word belongs to; then letters alone are a password, too.
    name: 'own-password',
    type: 'SECRET/password',
    score: 0.75,
    pattern:
      /\b(?:my|our|his|her|the (?:admin|root|wifi|wi-fi|guest|new|old|current|vpn|server|account|temporary|default))\s(?:\w{1,16}\s){0,2}(?:password|passphrase|passcode|pwd)\sis\s{1,2}(?:now\s|still\s)?["'\x60“”]?(?<value>[^\s"'\x60“”,;]{4,60})/gi,
    group: 'value',
    literals: ['password is', 'passphrase is', 'passcode is', 'pwd is'],
    check: (value, { text, end }) => {
      const word = plain(value)
      if (isPlaceholder(word) || isSaid(word)) return false
      return (
        /\d|[^\p{L}\d'-]/u.test(word) ||
        (/^\p{L}{6,}$/u.test(word) &&
          /^["'\x60”]?\s{0,2}(?:[.!]?\s{0,2}$|[.!,]\s?(?:don't|do not|please|keep))/.test(text.slice(end, end + 24)))
      )
    },
  },
  {
    name: 'user-and-password',
    type: 'SECRET/password',
    score: 0.7,
    pattern:
      /\b(?:(?:login|log in|credentials?|creds|zugangsdaten|user(?:name)?)\b[^\n]{0,12}?[ \t]?[:=]?[ \t](?<user>[\w.@-]{2,60})[ \t]?[/:|][ \t]?|id[ \t]?[/,]?[ \t]?(?:pw|pass\w{0,4}|password)[ \t:=]{1,3}(?<name>[\w.@-]{2,60})[ \t]?[/:| ][ \t]?)(?<value>[^\s/:|,;"'\x60]{5,60})(?=\s|$|[,;.])/gi,
    group: 'value',
    literals: ['login', 'log in', 'credential', 'creds', 'zugangsdaten', 'user', 'id/p', 'id / p', 'id,p', 'id p'],
    check: (value) => !isPlaceholder(value) && classes(plain(value)) >= 3 && /\p{L}/u.test(value),
  },
  {
    name: 'pin-in-context',
    type: 'SECRET/pin',
    score: 0.7,
    pattern:
      /\b(?:pin(?: code| number)?|door code|access code|alarm code|security code|one[- ]time (?:code|password)|otp|verification code|2fa code|cvv|cvc|cvv2)\b(?:\s(?:of|for|to|on|f[üu]r|meine[rs]|von|de|del)\s[\w .'’-]{1,30}?)?\s{0,2}(?:is|ist|lautet|est|es|:|=|to|#)\s{0,2}(?<value>\d{3,8})\b/gi,
    group: 'value',
    literals: ['pin', 'code', 'otp', 'cvv', 'cvc', 'one-time', 'one time'],
  },
  {
    // `correct horse battery staple`: only words, and none that a sentence would need.
    name: 'passphrase-of-words',
    type: 'SECRET/password',
    score: 0.75,
    pattern:
      /\bpass[ -]?phrase["'*]{0,3}\s{0,2}(?:is|was|:|=)\s{0,3}["'\x60“]?(?<value>[a-z]{3,12}(?:[ -][a-z]{3,12}){2,9})(?=["'\x60”]|[.!,;]?\s{0,2}(?:$|[\n"'”]))/gi,
    group: 'value',
    literals: ['passphrase', 'pass phrase', 'pass-phrase'],
    check: (value) => !SENTENCE.test(value),
  },
  {
    // `logs in with password tulip`; `users log in with password authentication` says of what kind it is.
    name: 'logs-in-with-password',
    type: 'SECRET/password',
    score: 0.7,
    pattern:
      /\b(?:log|sign|get|connect)(?:s|ged|ned|ging|ning|ing|ed)?\s(?:in|on|into|to)\s(?:[\w.@-]{1,30}\s){0,3}?(?:with|using)\s(?:the\s)?(?:password|passphrase|passcode|pwd|pw)\s["'\x60“]?(?<value>[^\s"'\x60“”,;]{4,60})/gi,
    group: 'value',
    literals: ['with password', 'with the pass', 'with pass', 'with pw', 'using pass', 'using the pass', 'using pw', 'with the pw'],
    check(value, { text, end }) {
      const word = plain(value)
      if (isPlaceholder(word) || isSaid(word)) return false
      if (/\d|[^\p{L}\d'-]/u.test(word)) return true
      return /^\p{L}{4,}$/u.test(word) && !KIND_OF_ACCESS.test(word) && /^["'\x60”]?[.!]?\s{0,2}(?:$|\n)/.test(text.slice(end, end + 8))
    },
  },
  {
    name: 'as-the-password',
    type: 'SECRET/password',
    score: 0.7,
    pattern:
      /(?<![^\s"'\x60“(])(?<value>[^\s"'\x60“”,;]{5,60})["'\x60”]?\sas\s(?:the|my|your|our|its|his|her|a)\s(?:(?:new|temporary|default|first|shared|admin|root)\s)?(?:password|passphrase|passcode|pwd|pin)\b/gi,
    group: 'value',
    literals: ['as the', 'as my', 'as your', 'as our', 'as its', 'as his', 'as her', 'as a '],
    check: (value) => !isPlaceholder(value) && /\d/.test(value) && /\p{L}/u.test(value) && !/[[({<>=:/\\]/.test(value),
  },
  {
    // Nothing else is called so.
    name: 'pw-beside',
    type: 'SECRET/password',
    score: 0.65,
    pattern: /(?<![\p{L}\w])(?:pw|pwd)\s{1,2}["'\x60“]?(?<value>[^\s"'\x60“”,;]{6,60})/giu,
    group: 'value',
    literals: ['pw ', 'pwd '],
    check: (value) => {
      const word = plain(value)
      return word.length >= 6 && !isPlaceholder(word) && /\d/.test(word) && /\p{L}{2}/u.test(word) && !/[[({<>=:/\\]/.test(word)
    },
  },
  {
    name: 'recovery-code',
    type: 'SECRET/recovery-code',
    score: 0.75,
    pattern:
      /\b(?:(?:recovery|backup|rescue|emergency|scratch)[ -](?:code|key)s?|wiederherstellungs(?:code|schl[üu]ssel)|code de (?:secours|r[ée]cup[ée]ration)|c[óo]digo de (?:recuperaci[óo]n|respaldo))\b\s{0,2}(?:is|are|ist|lautet|est|es|:|=|#)?\s{0,2}(?<value>[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){1,7})(?![\w-])/gi,
    group: 'value',
    literals: ['recovery', 'backup', 'rescue', 'emergency', 'scratch', 'wiederherstellung', 'code de ', 'digo de '],
    check: (value) => (value.match(/\d/g)?.length ?? 0) >= 2,
  },
  {
    // BIP 39: twelve to twenty-four plain words.
    name: 'mnemonic-phrase',
    type: 'SECRET/mnemonic',
    score: 0.85,
    pattern:
      /\b(?:seed|recovery|mnemonic|wallet|backup|secret)[ _-]?(?:phrase|words|mnemonic)?["']?\s{0,2}(?:is|are|=|[^\n:?]{0,40}[:?])\s{0,3}["'\x60]?(?<value>(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})\b/g,
    group: 'value',
    literals: ['seed', 'recovery', 'mnemonic', 'wallet', 'backup', 'secret'],
    check: (value) => value.split(/[ ,]+/).length % 3 === 0 && !/\b(?:the|and|for|with|are|was|this|that|you|not)\b/.test(value),
  },
  {
    name: 'licence-key',
    type: 'SECRET/licence-key',
    score: 0.7,
    pattern:
      /\b(?:licen[cs]e|activation|product|serial|lizenz\w{0,12}|produkt\w{0,12})[ -]?(?:key|code|number)?\b\s{0,2}(?:is|:|=)\s{0,3}(?<value>[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){3,6})(?![\w-])/gi,
    group: 'value',
    literals: ['licen', 'lizenz', 'activation', 'product key', 'product code', 'serial', 'produkt'],
    check: (value) => /\d/.test(value) || /[B-DF-HJ-NP-TV-Z]{4}/i.test(value),
  },
]
