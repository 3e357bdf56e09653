import { foldWord } from './folded.ts'
import { madeName } from './invent-name.ts'
import { otherCharacters } from './invent-number.ts'
import type { NameBook } from './name-book.ts'
import type { Seeded } from './seeded.ts'
import { DATA, valuesOf } from './surrogate-data.ts'

interface Region {
  readonly towns: readonly string[]
  readonly known: ReadonlySet<string>
  readonly kinds: ReadonlySet<string>
  readonly streets: readonly string[]
}

interface PlaceData {
  readonly towns: string
  readonly known: string
  readonly streetKinds?: string
  readonly streets?: string
}

const PLACES: Readonly<Record<string, PlaceData>> = DATA.places
const REGIONS: ReadonlyMap<string, Region> = new Map(
  Object.entries(PLACES).map(([key, { towns, known, streetKinds, streets }]) => [
    key,
    {
      towns: valuesOf(towns),
      known: new Set([...valuesOf(known), ...valuesOf(towns)].map(foldWord)),
      kinds: new Set(valuesOf(streetKinds).map(foldWord)),
      streets: valuesOf(streets),
    },
  ]),
)
/** Countries and provinces by what they have in common, so that one is replaced by another of its kind. */
const GROUPS: readonly (readonly string[])[] = Object.values(DATA.countries).map(valuesOf)
const GROUP_OF: ReadonlyMap<string, readonly string[]> = new Map(
  GROUPS.flatMap((group) => group.map((name) => [foldWord(name), group] as const)),
)
const ENGLISH_KINDS =
  'street st road rd avenue ave lane ln drive dr court ct way close place pl square sq terrace crescent boulevard blvd highway hwy parkway gardens grove hill row mews walk'
/** Words of an address that stay: what kind of thing a part of it is. */
const KEPT: ReadonlySet<string> = new Set(
  `${ENGLISH_KINDS} north south east west upper lower no nr apt apartment suite ste unit floor flat fl room building bldg house block po box p.o postfach bp cedex c o county city town district near the of and am an der die das den dem im in bei zum zur von de du des del della la le les el los las do da dos das`.split(
    ' ',
  ),
)
const US_STATES =
  'AL AK AZ AR CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY CA DC'.split(
    ' ',
  )
const STATES: ReadonlySet<string> = new Set(US_STATES)
const ZIP = /^(?=.*\d)[A-Z\d][A-Z\d -]{2,9}$/i
const TOKEN = /(?<![\p{L}\p{N}])\p{L}{0,4}\p{N}[\p{L}\p{N}]*|[\p{L}\p{M}]+(?:['’.-][\p{L}\p{M}]+)*\.?/gu
/** `Hauptstraße`, `Kerkstraat`, `Kungsgatan`: the kind of street is the end of the word. */
const SUFFIXED =
  /^(\p{Lu}[\p{L}-]+?)(straße|strasse|str\.?|weg|allee|gasse|platz|ring|damm|ufer|straat|laan|plein|gracht|kade|gatan|vägen|veien|vej|gade|katu|tie)$/iu

/**
 * Another place of the same kind: a country or province of the same part of the world, a postal code of the same form, an address with
 * its structure (street, town, codes), a town of the same country where that can be told. Draws from `attempt` 8 on make words up.
 */
export function inventPlace(value: string, random: Seeded, attempt: number, book: NameBook): string | null {
  const trimmed = value.trim()
  const group = GROUP_OF.get(foldWord(trimmed))
  if (group !== undefined) return group.filter((name) => name !== trimmed)[random.below(group.length - 1)] ?? null
  if (ZIP.test(trimmed) && !/[A-Z]{4}/i.test(trimmed) && trimmed.replace(/\D/g, '').length >= 2)
    return otherCharacters('ZIP', trimmed, random, 0)
  if (!/\p{L}/u.test(trimmed)) return null
  const region = regionOf(trimmed)
  const made = attempt >= 8
  const town = (): string => (made ? madeName(random) : random.pick(region.towns))
  const street = (): string => (made || region.streets.length === 0 ? madeName(random) : random.pick(region.streets))
  return trimmed
    .split(/(\s*[,;\n]\s*)/)
    .map((part, i) => (i % 2 === 1 ? part : rewrittenPart(part, region, { town, street, random, book })))
    .join('')
}

interface Draw {
  readonly town: () => string
  readonly street: () => string
  readonly random: Seeded
  readonly book: NameBook
}

/** One line of an address. Runs of words that are no kinds are one name: of a street where the part speaks of one, else of a town. */
function rewrittenPart(part: string, region: Region, { town, street, random, book }: Draw): string {
  if (GROUP_OF.has(foldWord(part.trim()))) return part
  const tokens = [...part.matchAll(TOKEN)]
  const isKind = (word: string): boolean =>
    region.kinds.has(foldWord(word)) || ENGLISH_KINDS.split(' ').includes(foldWord(word).replace(/\.$/, ''))
  let streets = tokens.filter(({ 0: word }) => isKind(word) || SUFFIXED.test(word)).length
  let out = ''
  let from = 0
  let named = false
  for (const [index, { 0: word, index: at }] of tokens.entries()) {
    const gap = part.slice(from, at)
    from = at + word.length
    const suffixed = SUFFIXED.exec(word)
    if (/\p{N}/u.test(word)) {
      out += gap + otherCode(word, random)
      named = false
    } else if (suffixed !== null) {
      out += `${gap}${joined(street(), suffixed[2] ?? '')}`
      streets -= 1
      named = false
    } else if (STATES.has(word) && (index === tokens.length - 1 || /^\d/.test(tokens[index + 1]?.[0] ?? ''))) {
      out += gap + random.pick(US_STATES.filter((state) => state !== word))
      named = false
    } else if (isKind(word) || KEPT.has(foldWord(word).replace(/\.$/, ''))) {
      out += gap + word
      if (isKind(word)) streets -= 1
      // `rue des Alouettes`: the name of the street begins with its particle.
      named = named && !isKind(word)
    } else if (!named) {
      const known = book.partFor(word)
      out += gap + (known ?? (streets > 0 || isAfterKind(tokens, index, isKind) ? bare(street(), part.slice(0, at)) : town()))
      named = true
    }
  }
  return out + part.slice(from)
}

/** The kind of street may stand before its name, with particles between. */
function isAfterKind(tokens: readonly RegExpExecArray[], index: number, isKind: (word: string) => boolean): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const word = tokens[at]?.[0] ?? ''
    if (isKind(word)) return true
    if (!KEPT.has(foldWord(word))) return false
  }
  return false
}

/** A street's name without the particles that the address has already. */
function bare(name: string, before: string): string {
  return /\b(?:de|des|du|del|della|la|las|los|le|les|degli|dei|delle|do|das|dos|da)\s+$/i.test(before)
    ? name.replace(/^(?:\p{Ll}+\s)+/u, '')
    : name
}

function joined(stem: string, suffix: string): string {
  return `${stem.replace(/\s/g, '')}${suffix.toLowerCase()}`
}

function otherCode(word: string, random: Seeded): string {
  let first = true
  return word.replace(/[\p{N}\p{L}]/gu, (unit) => {
    if (/\p{N}/u.test(unit)) {
      const digit = first ? 1 + random.below(9) : random.below(10)
      first = false
      return String(digit)
    }
    const letter = 'ABCDEFGHJKLMNPRSTUWXYZ'.charAt(random.below(22))
    return unit === unit.toLowerCase() ? letter.toLowerCase() : letter
  })
}

function regionOf(value: string): Region {
  const fallback = REGIONS.get('en') ?? { towns: [], known: new Set(), kinds: new Set(), streets: [] }
  if (/\p{Script=Cyrillic}/u.test(value)) return REGIONS.get('ru') ?? fallback
  const words = (value.match(/[\p{L}\p{M}.]+/gu) ?? []).map(foldWord)
  const folded = ` ${words.join(' ')} `
  for (const region of REGIONS.values()) for (const place of region.known) if (folded.includes(` ${place} `)) return region
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(value))
    return REGIONS.get(/[都道府県市]/.test(value) ? 'jpscript' : 'cnscript') ?? fallback
  const suffix = (value.match(/[\p{L}]+/gu) ?? [])
    .map((word) => SUFFIXED.exec(word)?.[2]?.toLowerCase())
    .find((found) => found !== undefined)
  for (const region of REGIONS.values()) {
    if (suffix !== undefined && region.kinds.has(foldWord(suffix))) return region
    if (region !== fallback && words.some((word) => region.kinds.has(word))) return region
  }
  return fallback
}
