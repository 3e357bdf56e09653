import type { Finding } from '#contracts/privacy.ts'
import { factsOf } from '../../patterns/pattern-facts.ts'
import { best } from '../../patterns/required-literals.ts'
import type { Tagger, TextView } from '../../types.ts'
import { endsCell, readColumns } from './columns.ts'
import { meaningOf, type SecretMeaning, wordsOfName } from './secret-names.ts'
import { SERVICES } from './services.ts'
import { isSecretValue } from './value-judgement.ts'

/** Pieces of names that mean a secret; what the whole name means is settled afterwards. In lower case. */
export const STEMS =
  /pass|pwd|\bpw|_pw|kennwort|losung|mdp|contrase|clave|senha|has[lł]o|parola|wachtwoord|senord|adgangskode|salasana|heslo|jelsz|[sş]ifre|пароль|密码|パスワード|비밀번호|비번|암호|secret|geheim|segr|token|jeton|cred|key|schl[uü]e?ssel|cl[eé] d|chiave|chave|klucz|auth|bearer|jwt|salt|nonce|mnemonic|seedphrase|\bpin|api|hmac|psk/y

/** Literals with one of which every such piece begins: a text that has none has no such names. */
export const STEM_LITERALS: readonly string[] = best(factsOf(STEMS).required)?.literals ?? []

const LONGEST_NAME = 64
/** What closes a name: quotes, brackets, stress in Markdown. */
const CLOSE = String.raw`(?:\\?["'\x60]|&quot;)?[)\]}*_]{0,3}`
const TYPE = String.raw`(?:\s{0,2}:\s{0,2}[&*]?(?:'static\s)?(?:[Ss]tring|str|SecureString|bytes?|char|any|Text|Optional\[str\])(?:\s\|\s(?:null|undefined|None))?[*?]{0,2}(?=\s{0,3}=)|\s(?:string|String)(?=\s{0,3}=)|\[\w{0,4}\](?=\s{0,3}=))?`
const OPERATOR = String.raw`\s{0,4}(?:[:?+.|!-]{0,3}={1,3}>?|:|->|<-|>|,|(?<=\s)\|(?=\s)|：|→|\((?=\s?["'\x60]))(?:\*\*)?\s{0,12}`
/** The value of an element or of an entry in a list of variables: \`name="x" value="y"\`. */
const VALUE_OF = String.raw`,?\s{1,24}(?:"value"|value|Value|default|content)\s?[:=]\s?`
const WRAP = String.raw`(?<wrap>(?:[A-Za-z_][\w.]{0,30}\(\s?){0,2})`
const QUOTED = String.raw`[bBrRuUfF@$]{0,2}(?<quote>\\?["'\x60]|&quot;)(?<quoted>(?:(?!\k<quote>)[^\n\r]){1,2000})\k<quote>`
const BARE = String.raw`(?<bare>[^\s"'\x60,;<>(){}[\]|]{3,2000})`
const ASSIGNED = new RegExp(`${CLOSE}${TYPE}(?<operator>${OPERATOR}|${VALUE_OF})(?:${WRAP}${QUOTED}|${BARE})`, 'uy')
/** A key written as numbers: the bytes of an array. */
const BYTES =
  /(?:\[\w{0,4}\])?\s?[:=]?\s?(?:new\s)?(?:\[\]byte|byte\[\])?\s?[{[]\s?(?<bytes>(?:0x[0-9a-fA-F]{1,2}|\d{1,3})(?:\s?,\s{0,10}(?:0x[0-9a-fA-F]{1,2}|\d{1,3})){7,63})/y

const SCORES: Readonly<Record<SecretMeaning, number>> = { password: 0.8, secret: 0.8, service: 0.7, key: 0.6 }

/**
 * Finds what is assigned to a name that means a secret, in programs, settings, markup, tables of names and values, and command lines of any
 * kind. Time is linear: names are found in one pass, each is looked at once, and a value is read for at most 2,000 characters.
 */
export function createAssignmentTagger(): Tagger {
  const known = new Map<string, SecretMeaning | null>()
  const recall = (name: string): SecretMeaning | null => {
    const before = known.get(name)
    if (before !== undefined) return before
    const meaning = meaningOf(name, SERVICES)
    if (known.size >= MOST_NAMES) known.clear()
    known.set(name, meaning)
    return meaning
  }
  return (view) => tagAssignments(view, recall)
}

/** The same names come up again and again: what they mean is worked out once. */
const MOST_NAMES = 2_000

function tagAssignments(view: TextView, meaningOfName: (name: string) => SecretMeaning | null): Finding[] {
  const findings: Finding[] = []
  const { text, lower, survey } = view
  let done = 0
  /** Where the last unquoted value ended, and how many names in a row stood inside it: `a=a=a=…` is not read over and over. */
  let [run, inside] = [0, 0]
  /** Where the last table ended. */
  let table = 0
  for (let noticed = 0; noticed < survey.noticedCount; noticed += 1) {
    const at = survey.noticedStarts[noticed] ?? 0
    if (at < done) continue
    STEMS.lastIndex = at
    if (!STEMS.test(lower)) continue
    const [start, end] = nameAround(text, at, STEMS.lastIndex)
    done = end
    inside = at < run ? inside + 1 : 0
    if (end - start > LONGEST_NAME || inside > MOST_INSIDE) continue
    // The end of a type's path (`AWS::ApiGateway::ApiKey`) is the name of a type; `App::API_KEY` is a constant.
    if (text.startsWith('::', start - 2) && /^[A-Z][a-z]/.test(text.slice(start, end))) continue
    const meaning = meaningOfName(withWordsBefore(text, start, text.slice(start, end)))
    if (meaning === null) continue
    if (start >= table && endsCell(text, end)) table = readColumns(text, start, findings)
    const { finding, read } = assignedTo(view, start, end, meaning)
    run = Math.max(run, read)
    if (finding !== null) findings.push(finding)
  }
  return findings
}

const MOST_INSIDE = 3
const NAME_CHARACTER = /[\p{L}\p{N}_.$-]/u

function nameAround(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to]
  while (start > 0 && from - start < LONGEST_NAME && NAME_CHARACTER.test(text.charAt(start - 1))) start -= 1
  while (end < text.length && end - to < LONGEST_NAME && NAME_CHARACTER.test(text.charAt(end))) end += 1
  // A full stop or a dash at the end belongs to what follows: `token.=`, `key->`.
  while (end > to && /[.$-]/.test(text.charAt(end - 1))) end -= 1
  return [start, end]
}

/** What is found, and how far the text was read for it. */
function assignedTo(
  { text }: TextView,
  start: number,
  end: number,
  meaning: SecretMeaning,
): { readonly finding: Finding | null; readonly read: number } {
  const name = text.slice(start, end)
  ASSIGNED.lastIndex = end
  const match = ASSIGNED.exec(text)
  if (match === null) return { finding: meaning === 'service' || meaning === 'key' ? null : bytesOf(text, end), read: end }
  const { quoted, bare, operator = '', wrap = '' } = match.groups ?? {}
  const after = match.index + match[0].length
  const read = quoted === undefined ? after : end
  const nothing = { finding: null, read }
  const value = quoted ?? trimmed(bare ?? '')
  const isCall = quoted === undefined && /[([{]/.test(text.charAt(after))
  if (value === '' || isCall || (wrap !== '' && !WRAPPER.test(wrap)) || isNoAssignment(operator, quoted === undefined, text, start))
    return nothing
  const settings = quoted === undefined && isSettingsLine(text, start, operator)
  if (!isSecretValue(value, meaning, { quoted: quoted !== undefined, settings })) return nothing
  if (!fitsName(name, value) || isOutcome(name, value, quoted === undefined)) return nothing
  const at = match.index + match[0].lastIndexOf(value)
  const finding = {
    type: `SECRET/${meaning === 'password' ? 'password' : 'assignment'}`,
    start: at,
    end: at + value.length,
    score: SCORES[meaning],
    recognizer: 'secret-assignment',
  }
  return { finding, read }
}

/** `API key` and `access token` are one name in prose and in the headings of forms. */
function withWordsBefore(text: string, start: number, name: string): string {
  const before = /(?<words>(?:[A-Za-z][A-Za-z0-9]{1,11} ){1,2})$/.exec(text.slice(Math.max(0, start - 26), start))?.groups?.words ?? ''
  return /^(?:keys?|tokens?|secret)$/i.test(name) ? before + name : name
}

function trimmed(bare: string): string {
  return bare.replace(/(?:\\[nrt])?[.,;:!?*&]*$/, '').replace(/\\n.*$/, '')
}

/** A line of .env, INI, YAML, properties: nothing but a name before the operator. */
function isSettingsLine(text: string, start: number, operator: string): boolean {
  if (!/^\s*[=:]\s*$/.test(operator)) return false
  const from = Math.max(0, start - 24)
  const before = (from === 0 ? '\n' : '') + text.slice(from, start)
  return /\n[ \t]*(?:- |export |set |env |ENV |ARG |#\s?)?["']?$/i.test(before)
}

/** What only wraps the value; the argument of any other function is a name, a path or a text. */
const WRAPPER =
  /(?:^|[.\s])(?:[sS]tring|str|[bB]ytes|Secret|SecretStr|SecretString|SecureString|Password|Key|from|of|atob|b64decode|decode64|a2b_base64|decode|fromhex|unhexlify|quote|Some|Ok|valueOf|text|literal|Literal|Value|StringValue|unsafe|u8|data|Data|NSString|pulumi\.secret|secret)\(\s?$/

/** Functions that are given a secret: `setAccessToken("…")`, `builder.password("…")`. */
const GIVES =
  /^(?:[\w$]{1,30}\.){0,3}(?:set|with|use|add|put|register|configure)_?[A-Z_]|^(?:[\w$]{0,30}\.){1,3}(?:pass|pwd|secret|token|api|access|auth|cred)/i

/** A comparison with something else, an item of a list (`f(token, value)` passes both, `set("TOKEN", "value")` gives it one), an arm of a choice. */
function isNoAssignment(operator: string, bare: boolean, text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 6), start)
  // Without quotes, only an element's text stands on a line of its own.
  if (bare && operator.includes('\n') && !/>|value|default|content/i.test(operator)) return true
  if (operator.trim() === ',') return bare || !(/\(\s*["'\x60]$/.test(before) || /^--\w/.test(text.slice(start, start + 3)))
  if (operator.trim() === '|') return !/(?:^|\n)[ \t]*\|[^\n]*$/.test(text.slice(Math.max(0, start - 160), start))
  if (operator.trim() === '(') return !GIVES.test(text.slice(start, start + LONGEST_NAME))
  return /^\s*!=/.test(operator) || /\?\s*["'\x60]$/.test(before)
}

/** Names that fix a length: an AWS secret access key has 40 characters, whatever is longer under this name is encrypted. */
function fitsName(name: string, value: string): boolean {
  const words = wordsOfName(name)
  return !(words.includes('aws') && words.includes('secret') && words.includes('access') && /^[A-Za-z0-9+/]{41,}={0,2}$/.test(value))
}

/** `PASS: test_login2` reports on a test. */
function isOutcome(name: string, value: string, bare: boolean): boolean {
  return bare && /^pass$/i.test(name) && /^[a-z][a-z\d]*(?:_[a-z\d]+)+$/i.test(value)
}

function bytesOf(text: string, end: number): Finding | null {
  BYTES.lastIndex = end
  const match = BYTES.exec(text)
  const bytes = match?.groups?.bytes
  if (match === null || bytes === undefined || new Set(bytes.split(/\s*,\s*/)).size < 6) return null
  const at = match.index + match[0].lastIndexOf(bytes)
  return { type: 'SECRET/assignment', start: at, end: at + bytes.length, score: 0.7, recognizer: 'secret-bytes' }
}
