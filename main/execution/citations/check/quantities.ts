import { clockTimesOf, namedTimeOf } from './clock-times.ts'
import { lexicon, type Unit } from './lexicon.ts'
import type { Statement, Token } from './read-statement.ts'

/** A number of a text with its unit. `from` and `to` are places of tokens, both inclusive. */
export interface Quantity {
  /** Readings of the figure: `2.300` may be 2300 or 2.3. Empty for times and the like, which compare by `text`. */
  readonly values: readonly number[]
  readonly text: string
  readonly unit: Unit | null
  readonly kind: 'number' | 'ordinal' | 'fraction' | 'times' | 'literal'
  readonly bound: 'over' | 'under' | 'about' | null
  /** From an article (`a week`): nobody has to bear it out. */
  readonly soft: boolean
  /** Whether a noun that is no unit follows: what is counted. */
  readonly counts: boolean
  /** Seconds of the time that it is for each of (`per minute`: 60), or null. */
  readonly per: number | null
  /** Minutes since midnight, when it is a time of day; two where it may be of either half of the day. */
  readonly clock: readonly number[]
  readonly from: number
  readonly to: number
}

const ARTICLES = new Set(['a', 'an', 'one', 'ein', 'eine', 'einem', 'einen', 'einer', 'une', 'un', 'una'])
/** A word looks back at most this many tokens for what bounds a number: "not less than", "as much as". */
const CLOCK: Unit = { dimension: 'clock', factor: 1 }
const BOUND_WINDOW = 4
/** Measures of which one has a part: "half an hour", "a quarter of a litre". */
const MEASURED = /^(?:time|volume|mass|length)$/

/** "A tenth of", "a tenth fewer": a part, not the tenth in a row. */
const PART_BEFORE = /^(?:of|less|fewer|more|lower|higher|smaller|larger|below|above)$/

/** All numbers of a text, in figures and words, in one pass. */
export function quantitiesOf({ tokens }: Statement): Quantity[] {
  const found: Quantity[] = []
  for (let at = 0; at < tokens.length; ) {
    const quantity = quantityAt(tokens, at)
    if (quantity !== null) found.push(quantity)
    at = quantity === null ? at + 1 : quantity.to + 1
  }
  return found.map((quantity, order) => withNextUnit(tokens, quantity, found[order + 1]))
}

/** "54 to 46 percent", "from 4 to 6 million euros": the first number has the unit of the second, and its scale. */
function withNextUnit(tokens: readonly Token[], quantity: Quantity, next: Quantity | undefined): Quantity {
  const joined =
    next !== undefined && next.from === quantity.to + 2 && /^(?:to|bis|or|oder|and|und|-|–|x)$/.test(tokens[quantity.to + 1]?.lower ?? '')
  if (!joined || quantity.unit !== null || quantity.kind !== 'number' || next.unit === null) return quantity
  const isBare = quantity.from === quantity.to && /^(?:to|bis|-|–)$/.test(tokens[quantity.to + 1]?.lower ?? '')
  const scale = isBare ? lexicon().scales.get(tokens[next.to - 1]?.lower ?? '') : undefined
  return { ...quantity, unit: next.unit, values: scale === undefined ? quantity.values : quantity.values.map((value) => value * scale) }
}

function quantityAt(tokens: readonly Token[], at: number): Quantity | null {
  const token = tokens[at]
  if (token === undefined) return null
  const words = lexicon()
  if (token.kind === 'figure') {
    const values = readingsOf(token.text)
    if (values.length === 0) return make(tokens, at, at, [], 'literal', null, false)
    const negative =
      (tokens[at - 1]?.text === '-' && tokens[at - 1]?.end === token.start && !isJoined(tokens, at - 1)) ||
      tokens[at - 1]?.lower === 'minus'
    return asRatio(tokens, withUnit(tokens, at, at, negative ? values.map((value) => -value) : values))
  }
  if (token.kind !== 'word') return null
  if (namedTimeOf(token.lower) !== undefined) return make(tokens, at, at, [], 'literal', null, false)
  const cardinal = words.cardinals.get(token.lower)
  if (cardinal !== undefined && !(token.lower === 'once' || (token.lower === 'dos' && token.capital)))
    return asRatio(tokens, wordNumber(tokens, at, cardinal))
  if (token.lower === 'one') {
    const ratio = asRatio(tokens, make(tokens, at, at, [1], 'number', null, false))
    if (ratio.kind === 'fraction') return ratio
  }
  const multiple = words.multiples.get(token.lower)
  if (multiple !== undefined) return make(tokens, at, at, [multiple], 'times', null, false)
  const article = tokens[at - 1]
  const behindArticle = article !== undefined && ARTICLES.has(article.lower)
  const fraction =
    words.fractions.get(token.lower) ??
    (behindArticle && /^(?:third|fifth)$/.test(token.lower) ? (token.lower === 'third' ? 0.3333 : 0.2) : undefined) ??
    (behindArticle && PART_BEFORE.test(tokens[at + 1]?.lower ?? '') ? partOf(words.ordinals.get(token.lower)) : undefined)
  const next = tokens[at + 1]?.lower
  const whole = tokens[at + (next === 'a' || next === 'an' || next === 'of' ? 2 : 1)]
  const time = fraction === undefined || whole === undefined ? undefined : words.unitOf(whole.lower)
  // "A quarter of an hour".
  const ofTime = next === 'of' && ARTICLES.has(whole?.lower ?? '') ? words.unitOf(tokens[at + 3]?.lower ?? '') : undefined
  if (fraction !== undefined && MEASURED.test(ofTime?.dimension ?? '') && ofTime !== undefined)
    return make(tokens, at, at + 3, [fraction], 'number', ofTime, false)
  if (fraction !== undefined && /^(?:as|so)$/.test(next ?? '')) return make(tokens, at, at, [fraction], 'times', null, false)
  // "Half an hour", "eine halbe Stunde".
  if (fraction !== undefined && time !== undefined && MEASURED.test(time.dimension) && next !== 'of')
    return make(tokens, at, tokens.indexOf(whole ?? token, at), [fraction], 'number', time, false)
  if (fraction !== undefined && !(/^(?:half|quarter)s?$/.test(token.lower) && isOrdinalWord(article))) {
    return make(tokens, at, at, [fraction], 'fraction', null, token.lower !== 'halved' && next !== 'of')
  }
  const ordinal = words.ordinals.get(token.lower)
  if (ordinal !== undefined) return make(tokens, at, at, [ordinal], 'ordinal', null, false)
  const unit = words.unitOf(token.lower)
  if (unit !== undefined && behindArticle && unit.dimension === 'time') {
    const half = tokens[at + 1]?.lower === 'and' && tokens[at + 3]?.lower === 'half'
    return make(tokens, at, half ? at + 3 : at, [half ? 1.5 : 1], 'number', unit, true)
  }
  if (token.lower === 'hundred' || token.lower === 'thousand') return withUnit(tokens, at, at, [words.scales.get(token.lower) ?? 0])
  return null
}

function partOf(ordinal: number | undefined): number | undefined {
  return ordinal === undefined || ordinal < 4 || ordinal > 10 ? undefined : 1 / ordinal
}

/** "Three in five", "1 in 10", "four out of a thousand": a share, where the whole is a number that shares are told of. */
function asRatio(tokens: readonly Token[], part: Quantity): Quantity {
  const words = lexicon()
  const [value] = part.values
  if (part.kind !== 'number' || part.unit !== null || value === undefined || part.values.length > 1) return part
  // "One eel in a thousand".
  const counted = tokens[part.from]?.lower === 'one' && tokens[part.to + 2]?.lower === 'in' && tokens[part.to + 1]?.stop === false ? 1 : 0
  const next = tokens[part.to + 1 + counted]?.lower
  const out = next === 'out' && tokens[part.to + 2]?.lower === 'of'
  if (next !== 'in' && !out) return part
  let at = part.to + counted + (out ? 3 : 2)
  if (ARTICLES.has(tokens[at]?.lower ?? '') && words.scales.has(tokens[at + 1]?.lower ?? '')) at += 1
  const token = tokens[at]
  if (token === undefined) return part
  const [figure] = token.kind === 'figure' ? readingsOf(token.text) : []
  const whole = figure ?? words.cardinals.get(token.lower) ?? words.scales.get(token.lower)
  const behind = tokens[at + 1]?.lower ?? ''
  if (whole === undefined || whole <= value || words.unitOf(behind) !== undefined || words.monthOf(behind) !== undefined) return part
  const usual = whole <= 20 || /^[1-9]0+$/.test(String(whole)) || whole === 25
  return usual ? make(tokens, part.from, at, [value / whole], 'fraction', null, false) : part
}

/** `twenty-five`, `three hundred`, `two and a half`, `two-thirds`. */
function wordNumber(tokens: readonly Token[], at: number, first: number): Quantity {
  const words = lexicon()
  let value = first
  let to = at
  const second = tokens[at + 2]
  const small = second === undefined ? undefined : words.cardinals.get(second.lower)
  if (first >= 20 && tokens[at + 1]?.text === '-' && small !== undefined && small < 10) {
    value += small
    to = at + 2
  }
  const behind = tokens[to + 1]?.text === '-' ? tokens[to + 2] : tokens[to + 1]
  const part = behind === undefined ? undefined : (words.fractions.get(behind.lower) ?? undefined)
  if (part !== undefined && /s$|drittel|viertel|fünftel/.test(behind?.lower ?? '')) {
    return make(tokens, at, tokens[to + 1]?.text === '-' ? to + 2 : to + 1, [value * part], 'fraction', null, false)
  }
  return withUnit(tokens, at, to, [value])
}

/** Takes the scale, the currency before and the unit behind a number with it. */
function withUnit(tokens: readonly Token[], from: number, to: number, values: readonly number[]): Quantity {
  const words = lexicon()
  let readings = values
  let end = to
  const before = tokens[from - 1]
  const money = before === undefined ? undefined : words.unitOf(before.lower)
  let unit = money?.dimension.startsWith('money') === true ? money : null
  for (let next = tokens[end + 1]; next !== undefined; next = tokens[end + 1]) {
    const scale = words.scales.get(next.lower)
    const attached = next.start === tokens[end]?.end
    const isScale =
      scale !== undefined && (next.lower.length > 2 ? next.lower !== 'cent' : attached && (next.lower !== 'm' || unit !== null))
    if (!isScale || next.kind !== 'word') break
    readings = readings.map((value) => value * scale)
    end += 1
    if (tokens[end + 1]?.text === '.' && /^(?:mio|mrd|mn|bn)$/.test(next.lower)) end += 1
  }
  if (tokens[end + 1]?.lower === 'and' && tokens[end + 3]?.lower === 'half') {
    readings = readings.map((value) => value + 0.5)
    end += 3
  }
  const suffix = tokens[end + 1]
  if (suffix !== undefined && /^(?:st|nd|rd|th)$/.test(suffix.lower) && suffix.start === tokens[end]?.end) {
    return make(tokens, from, end + 1, readings, 'ordinal', null, false)
  }
  const hyphen = tokens[end + 1]?.text === '-' && tokens[end + 2]?.kind === 'word' ? 1 : 0
  const named = tokens[end + 1 + hyphen]
  if (named?.lower === 'times' || named?.lower === 'mal' || named?.lower === 'fach')
    return make(tokens, from, end + 1 + hyphen, readings, 'times', null, false)
  if (/^(?:am|pm|uhr)$/.test(named?.lower ?? '')) return make(tokens, from, end + 1, readings, 'number', CLOCK, false)
  if (/^[ap]$/.test(named?.lower ?? '') && tokens[end + 2]?.text === '.' && tokens[end + 3]?.lower === 'm')
    return make(tokens, from, end + 3, readings, 'number', CLOCK, false)
  const perCent = /^(?:per|pour|por)$/.test(named?.lower ?? '') && /^cent(?:o|um)?$|^ciento$/.test(tokens[end + 2]?.lower ?? '')
  const power = /^(?:square|sq|cubic)$/.test(named?.lower ?? '') ? raised(tokens, end + 1 + hyphen) : undefined
  const points = /^(?:percentage|basis)$/.test(named?.lower ?? '') ? words.unitOf(tokens[end + 2 + hyphen]?.lower ?? '') : undefined
  const behind = perCent
    ? words.unitOf('percent')
    : (power ?? points) !== undefined
      ? (power ?? points)
      : named === undefined
        ? undefined
        : named.lower === 'm'
          ? words.unitOf('metre')
          : words.unitOf(named.lower)
  const isUnit = behind !== undefined && !(named?.lower.length === 1 && hyphen === 1)
  if (isUnit && (unit === null || behind.dimension.startsWith('money'))) {
    unit = behind
    end += 1 + hyphen + (perCent || power !== undefined || points !== undefined ? 1 : 0)
    const exact = tokens[end + 1]
    if (unit.dimension === 'temperature:C' && exact !== undefined && /^(?:celsius|fahrenheit|c|f)$/.test(exact.lower)) {
      unit = words.unitOf(exact.lower.startsWith('f') ? 'fahrenheit' : 'celsius') ?? unit
      end += 1
    }
  }
  return make(tokens, from, end, readings, 'number', unit, false)
}

/** The unit of "square metres", "cubic feet" from the length behind, or undefined. */
function raised(tokens: readonly Token[], at: number): Unit | undefined {
  const length = lexicon().unitOf(tokens[at + 1]?.lower ?? '')
  if (length?.dimension !== 'length') return undefined
  return tokens[at]?.lower === 'cubic'
    ? { dimension: 'volume', factor: 1000 * length.factor ** 3 }
    : { dimension: 'area', factor: length.factor ** 2 }
}

function make(
  tokens: readonly Token[],
  from: number,
  to: number,
  values: readonly number[],
  kind: Quantity['kind'],
  unit: Unit | null,
  soft: boolean,
): Quantity {
  const text = tokens
    .slice(from, to + 1)
    .map((token) => token.text)
    .join(' ')
  const next = tokens[to + 1]
  // "A man of 67 lived there": an age counts nothing.
  const isAge = tokens[from - 1]?.lower === 'of' && (/[^e]ed$/.test(next?.lower ?? '') || lexicon().isPast(next?.lower ?? ''))
  const counts = next !== undefined && next.kind === 'word' && !next.stop && !isAge
  const named = namedTimeOf(tokens[from]?.lower ?? '')
  const clock = named === undefined ? clockTimesOf(tokens, from, to) : [named]
  return { values, text, unit, kind, bound: boundBefore(tokens, from, to), soft, counts, per: perTime(tokens, to), clock, from, to }
}

/** The time behind "per" or "pro", at most three tokens behind a number. */
function perTime(tokens: readonly Token[], to: number): number | null {
  for (let at = to + 1; at <= to + 3; at += 1) {
    if (tokens[at]?.kind === 'mark') return null
    const { lower } = tokens[at] ?? { lower: '' }
    // "80 euros a year", "im Jahr", "par an"; but "in a year", "im Jahr 2024".
    const spread = /^(?:a|an|im|par)$/.test(lower) && tokens[at - 1]?.lower !== 'in' && tokens[at + 2]?.kind !== 'figure'
    if (spread || /^(?:per|pro|each|every)$/.test(lower)) {
      const unit = lexicon().unitOf(tokens[at + 1]?.lower ?? '')
      return unit?.dimension === 'time' ? unit.factor : null
    }
    if (/^(?:jährlich|yearly|annually)$/.test(lower)) return lexicon().unitOf('year')?.factor ?? null
    if (/^(?:monatlich|monthly)$/.test(lower)) return lexicon().unitOf('month')?.factor ?? null
  }
  return null
}

function boundBefore(tokens: readonly Token[], from: number, to: number): Quantity['bound'] {
  const words = lexicon()
  for (let at = from - 1; at >= Math.max(0, from - BOUND_WINDOW); at -= 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'figure' || (token.kind === 'mark' && token.text !== '-')) break
    const { lower } = token
    if (lower === 'from' || lower === 'to' || lower === 'and' || lower === 'within') break
    let bound = words.boundOf(lower)
    if (bound === undefined || !isBound(tokens, at)) continue
    const negated = tokens.slice(Math.max(0, at - 2), at).some((one) => words.isNegation(one.lower))
    if (negated && bound !== 'about') bound = bound === 'over' ? 'under' : 'over'
    return bound
  }
  const [or, way] = [tokens[to + 1]?.lower, tokens[to + 2]?.lower]
  if (or !== 'or' && or !== 'oder') return null
  if (/^(?:more|longer|older|over|above|higher|greater|mehr|länger|älter|höher)$/.test(way ?? '')) return 'over'
  return /^(?:less|fewer|shorter|younger|under|below|lower|earlier|weniger|kürzer|jünger|niedriger)$/.test(way ?? '') ? 'under' : null
}

/** "More than", "at least", "up to": the same words without their second half say something else. */
function isBound(tokens: readonly Token[], at: number): boolean {
  const [before, word, next] = [tokens[at - 1]?.lower, tokens[at]?.lower ?? '', tokens[at + 1]?.lower ?? '']
  if (/^(?:more|less|fewer|greater|larger|higher|longer|lower|smaller|shorter|mehr|weniger|plus|moins|más|menos)$/.test(word))
    return /^(?:than|als|que|de)$/.test(next)
  if (word === 'most' || word === 'least') return before === 'at'
  if (word === 'up') return next === 'to'
  return true
}

/** Readings of a figure; none for a date, a time or a score. */
function readingsOf(text: string): number[] {
  const plain = text.replace(/[\s\u00a0\u202f']/g, '')
  if (/^\d+$/.test(plain)) return [Number(plain)]
  if (/^\d{1,3}([.,])\d{3}$/.test(plain)) return [Number(plain.replace(/[.,]/, '')), Number(plain.replace(',', '.'))]
  if (/^\d+[.,]\d+$/.test(plain)) return [Number(plain.replace(',', '.'))]
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return [Number(plain.replaceAll(',', ''))]
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) return [Number(plain.replaceAll('.', '').replace(',', '.'))]
  return []
}

function isJoined(tokens: readonly Token[], hyphen: number): boolean {
  return tokens[hyphen - 1]?.end === tokens[hyphen]?.start
}

function isOrdinalWord(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (/^(?:first|second|third|fourth|last|ersten?|zweiten?|dritten?|vierten?)$/.test(token.lower) || token.text === '-')
  )
}
