import type { Finding } from '#contracts/privacy.ts'

/** How far from an e-mail address its owner's name is looked for, in characters of one line. */
const REACH = 80
/** Words of a name; a longer row of capitals is a heading. */
const MOST_WORDS = 5
const FULL_NAME = 0.85
const ONE_WORD = 0.6
/** Shorter parts of an address are initials and the like: they vouch for a word only beside another one. */
const LEAST_SURE = 3

const WORD = String.raw`\p{Lu}[\p{L}\p{M}’'-]*\.?`
const PARTICLE = `(?:van|von|der|den|de|del|della|da|dos|di|bin|ibn|al|el|la|le|ter|zu)`
const RUN = String.raw`${WORD}(?:[ \t]{1,2}(?:${PARTICLE}[ \t]{1,2}){0,2}${WORD}){0,${MOST_WORDS}}`
/** A row of capitalised words that ends where the address begins, or begins where it ends. */
const BEFORE = new RegExp(String.raw`(?<![\p{L}\p{N}@._-])(${RUN})["”»]?[ \t]*[<([:,;|/–—-]?[ \t]{0,3}$`, 'u')
const AFTER = new RegExp(String.raw`^[>)\]]?[ \t]*[<([:,;|/–—-]?[ \t]{0,3}(${RUN})(?![\p{L}\p{N}@_])`, 'u')

/** Addresses of an office and not of somebody. */
const ROLES: ReadonlySet<string> = new Set(
  (
    'info support sales contact office admin hello team kontakt service help press jobs billing marketing newsletter reply noreply ' +
    'webmaster mail post postmaster security abuse legal accounts accounting finance hr careers events orders shop store feedback privacy ' +
    'customer care dev development general enquiries inquiries registration booking bookings reception presse vertrieb verkauf buchhaltung'
  ).split(' '),
)

/**
 * The name that stands directly beside an e-mail address and that the address spells: `Anna Berger ann.berger@…`, `jsmith@… (John Smith)`. What a
 * tagger makes of two capitalised words alone depends on the sentence around them; a part of the address that is one of them does not.
 * Time is linear in the number of addresses.
 */
export function namesBesideMail(text: string, found: readonly Finding[]): Finding[] {
  const names: Finding[] = []
  for (const { type, start, end } of found) {
    if (type !== 'EMAIL_ADDRESS') continue
    const address = text.slice(start, end)
    const sign = address.indexOf('@')
    // One that is spelled out stands for no word beside it.
    if (sign === -1) continue
    const local = address.slice(0, sign)
    const parts = folded(local)
      .split(/[^\p{L}]+/u)
      .filter((part) => part !== '')
    if (parts.length === 0 || parts.every((part) => ROLES.has(part))) continue
    const from = Math.max(0, start - REACH)
    const before = BEFORE.exec(text.slice(from, start))
    const after = AFTER.exec(text.slice(end, end + REACH))
    if (before !== null) pushName(names, before[1] ?? '', from + before.index, parts, 'last')
    if (after !== null) pushName(names, after[1] ?? '', end + after[0].length - (after[1] ?? '').length, parts, 'first')
  }
  return names
}

/** The part of a row of words that the address spells, from the first such word to the last; `nearest` is the end that is beside the address. */
function pushName(names: Finding[], row: string, at: number, address: readonly string[], nearest: 'first' | 'last'): void {
  const words = [...row.matchAll(/[^ \t]+/g)].map((match) => ({
    forms: [folded(match[0]), folded(match[0].replace(/[äöü]/giu, '$&e'))],
    start: match.index,
    end: match.index + match[0].replace(/[.'’-]+$/u, '').length,
    spelt: false,
  }))
  if (nearest === 'last') words.reverse()
  // Each part of the address stands for one word: of two that begin alike it is the nearer one.
  const left = [...address]
  for (const word of words) word.spelt = word.forms.some((form) => form.length >= LEAST_SURE && !ROLES.has(form) && takeWhole(form, left))
  if (!words.some(({ spelt }) => spelt)) return
  for (const word of words) word.spelt ||= word.forms.some((form) => takeBeginning(form, left))
  const spelt = words.filter((word) => word.spelt)
  const start = Math.min(...spelt.map((word) => word.start))
  const end = Math.max(...spelt.map((word) => word.end))
  const score = spelt.length === 1 ? ONE_WORD : FULL_NAME
  names.push({ type: 'PERSON', start: at + start, end: at + end, score, recognizer: 'mail-name' })
}

/** Takes a word from the parts of an address, where it is one of them or stands at an end of one: `weimingtan` leaves `weiming`. */
function takeWhole(word: string, left: string[]): boolean {
  const index = left.findIndex((part) => part.startsWith(word) || part.endsWith(word))
  const part = left[index]
  if (part === undefined) return false
  left[index] = part.startsWith(word) ? part.slice(word.length) : part.slice(0, -word.length)
  return true
}

/** Takes a part that a word begins with, such as an initial. */
function takeBeginning(word: string, left: string[]): boolean {
  const index = left.findIndex((part) => part !== '' && word.startsWith(part))
  if (index === -1) return false
  left[index] = ''
  return true
}

/** Without marks and in the letters that addresses are written in. */
function folded(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^\p{L}@._+-]/gu, '')
    .replace(/[.'’-]+$/u, '')
}
