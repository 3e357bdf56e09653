import { LOWER } from './characters.ts'
import { type Automaton, createAutomaton } from './patterns/literal-index.ts'
import { createUnitReader } from './units.ts'

/**
 * What a text holds that some rule starts from, found in one pass. Positions are UTF-16 code units of the normalised text; only the first
 * `…Count` entries of an array mean anything, and only until the next text is surveyed.
 */
export interface Survey {
  /** Literals by number, in the order of their ends, and where each begins. */
  hitCount: number
  hitIds: Int32Array
  hitStarts: Int32Array
  /** Whether some hits are of literals that were looked for in a pass of their own: those come last. */
  hasRareHits: boolean
  /** Groups of digits with at most three signs, none of them a letter of ASCII, between two: first digit, behind the last, and how many. */
  digitCount: number
  digitStarts: Int32Array
  digitEnds: Int32Array
  digitSizes: Int32Array
  /** Rows of at least TOKEN_MIN letters, digits and `+ / _ - = . ~` with a digit, or of at least LONG_TOKEN without one. */
  tokenCount: number
  tokenStarts: Int32Array
  tokenEnds: Int32Array
  /** Whether something stands there that can be an escape (`%`, `\`, `&`, `=`). */
  hasEscapes: boolean
  /** Whether digits of base 16 with signs between them go on for as long as eight bytes. */
  hasHexRow: boolean
  /** Whether words of one character follow each other six times and more. */
  hasSpread: boolean
  /** Whether some token is at least LONG_TOKEN long. */
  hasLongToken: boolean
  /** Where the literals begin that are only to be noticed, ascending. */
  noticedCount: number
  noticedStarts: Int32Array
}

/** Of a text, the same in lower case and of the same length, and its units (see `units.ts`); who has the last two hands them in. */
export type Surveyor = (text: string, lower?: string, units?: Uint16Array) => Survey

export const TOKEN_MIN = 7
export const LONG_TOKEN = 16
const HEX_ROW = 23
const SPREAD = 6
/** Signs that may stand between two digits of a group. */
const DIGIT_GAP = 3

const BIT = { digit: 1, letter: 2, token: 4, hexRow: 8, escape: 16, gap: 32, rare: 64 } as const
const KINDS = new Uint8Array(0x10000).fill(BIT.rare)
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code)
  KINDS[code] =
    (/\d/.test(character) ? BIT.digit : 0) |
    (/[a-z]/i.test(character) ? BIT.letter : 0) |
    (/[\w+/=.~-]/.test(character) ? BIT.token : 0) |
    (/[\da-f :-]/i.test(character) ? BIT.hexRow : 0) |
    (/[%\\&=]/.test(character) ? BIT.escape : 0) |
    (/[\s.\-_,;:|*/]/.test(character) ? BIT.gap : 0)
}
/** Literals with characters from here on are looked for only in texts that have such. */
const RARE = 0x250
for (let code = 128; code < RARE; code += 1) KINDS[code] = 0

/** Bits of the kind of a unit, or of its lower case; above them stands its column in the automaton. */
const COLUMN = 8

function unitsOf({ columnOf }: Automaton): Uint32Array {
  const units = new Uint32Array(KINDS.length)
  for (let unit = 0; unit < units.length; unit += 1) {
    const lower = LOWER[unit] ?? 0
    units[unit] = (KINDS[lower] ?? 0) | ((columnOf[lower] ?? 0) << COLUMN)
  }
  return units
}

function isDigitGap(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (((KINDS[LOWER[codes[at] ?? 0] ?? 0] ?? 0) & BIT.letter) !== 0) return false
  return true
}

/**
 * `literals` in lower case; their numbers are their places in the list. Of `noticed` it is only told where any stands in a text; of literals
 * with a 1 in `once`, only the first hit. The result is the same object each time.
 */
export function createSurveyor(literals: readonly string[], noticed: readonly string[] = [], once: ArrayLike<number> = []): Surveyor {
  const numbered = [...[...literals, ...noticed].entries()]
  const isRare = (literal: string): boolean => [...literal].some((letter) => letter.charCodeAt(0) >= RARE)
  const usual = createAutomaton(new Map(numbered.filter(([, literal]) => !isRare(literal))))
  const rare = createAutomaton(new Map(numbered.filter(([, literal]) => isRare(literal))))
  const lengths = Int32Array.from([...literals, ...noticed], ({ length }) => length)
  const units = unitsOf(usual)
  const readUnits = createUnitReader()
  const survey: Survey = {
    hitCount: 0,
    hitIds: new Int32Array(4_096),
    hitStarts: new Int32Array(4_096),
    hasRareHits: false,
    digitCount: 0,
    digitStarts: new Int32Array(256),
    digitEnds: new Int32Array(256),
    digitSizes: new Int32Array(256),
    tokenCount: 0,
    tokenStarts: new Int32Array(256),
    tokenEnds: new Int32Array(256),
    hasEscapes: false,
    hasHexRow: false,
    hasSpread: false,
    hasLongToken: false,
    noticedCount: 0,
    noticedStarts: new Int32Array(64),
  }

  const isOnce = Uint8Array.from({ length: literals.length }, (_, id) => once[id] ?? 0)
  /** Of those, in which survey each was seen last. */
  const seenIn = new Float64Array(literals.length)
  let surveyed = 0

  function addNoticed(start: number): void {
    if (survey.noticedCount === survey.noticedStarts.length) survey.noticedStarts = twice(survey.noticedStarts)
    const { noticedStarts } = survey
    // They are met in the order of their ends.
    let place = survey.noticedCount
    for (; place > 0 && (noticedStarts[place - 1] ?? 0) > start; place -= 1) noticedStarts[place] = noticedStarts[place - 1] ?? 0
    noticedStarts[place] = start
    survey.noticedCount += 1
  }

  function addHits(automaton: Automaton, output: number, end: number): void {
    const { outputs } = automaton
    for (let index = output; ; index += 1) {
      const id = outputs[index] ?? -1
      if (id < 0) return
      if (id >= literals.length) {
        addNoticed(end - (lengths[id] ?? 0))
        continue
      }
      if (isOnce[id] === 1) {
        if (seenIn[id] === surveyed) continue
        seenIn[id] = surveyed
      }
      if (survey.hitCount === survey.hitIds.length) {
        survey.hitIds = twice(survey.hitIds)
        survey.hitStarts = twice(survey.hitStarts)
      }
      survey.hitIds[survey.hitCount] = id
      survey.hitStarts[survey.hitCount] = end - (lengths[id] ?? 0)
      survey.hitCount += 1
    }
  }

  function addDigit(codes: Uint16Array, at: number): void {
    const last = survey.digitCount - 1
    const end = last < 0 ? -1 : (survey.digitEnds[last] ?? 0)
    if (end === at || (last >= 0 && at - end <= DIGIT_GAP && isDigitGap(codes, end, at))) {
      survey.digitEnds[last] = at + 1
      survey.digitSizes[last] = (survey.digitSizes[last] ?? 0) + 1
      return
    }
    if (survey.digitCount === survey.digitStarts.length) {
      survey.digitStarts = twice(survey.digitStarts)
      survey.digitEnds = twice(survey.digitEnds)
      survey.digitSizes = twice(survey.digitSizes)
    }
    survey.digitStarts[survey.digitCount] = at
    survey.digitEnds[survey.digitCount] = at + 1
    survey.digitSizes[survey.digitCount] = 1
    survey.digitCount += 1
  }

  function addToken(start: number, end: number): void {
    if (end - start >= LONG_TOKEN) survey.hasLongToken = true
    else {
      const last = survey.digitCount - 1
      if (last < 0 || (survey.digitEnds[last] ?? 0) <= start) return
    }
    if (survey.tokenCount === survey.tokenStarts.length) {
      survey.tokenStarts = twice(survey.tokenStarts)
      survey.tokenEnds = twice(survey.tokenEnds)
    }
    survey.tokenStarts[survey.tokenCount] = start
    survey.tokenEnds[survey.tokenCount] = end
    survey.tokenCount += 1
  }

  const longestRare = numbered.reduce((most, [, literal]) => (isRare(literal) ? Math.max(most, literal.length) : most), 0)

  /** Literals with rare characters, around these alone. */
  function surveyRare(length: number, lower: string, codes: Uint16Array): void {
    const usualHits = survey.hitCount
    let [at, state] = [0, 0]
    for (let place = 0; place < length; place = Math.max(at, place + 1)) {
      if (((units[codes[place] ?? 0] ?? 0) & BIT.rare) === 0) continue
      if (place - longestRare > at) [at, state] = [place - longestRare, 0]
      for (let end = Math.min(length, place + longestRare); at < end; at += 1) {
        if (at > place && ((units[codes[at] ?? 0] ?? 0) & BIT.rare) !== 0) end = Math.min(length, at + longestRare)
        state = rare.next[state * rare.columns + (rare.columnOf[lower.charCodeAt(at)] ?? 0)] ?? 0
        const output = rare.firstOutput[state] ?? 0
        if (output !== 0) addHits(rare, output, at + 1)
      }
    }
    survey.hasRareHits = survey.hitCount > usualHits
  }

  return (text, lower = text.toLowerCase(), codes = readUnits(text)) => {
    surveyed += 1
    survey.hitCount = 0
    survey.digitCount = 0
    survey.tokenCount = 0
    survey.hasRareHits = false
    survey.hasSpread = false
    survey.hasLongToken = false
    survey.noticedCount = 0
    const { columns, next, firstOutput } = usual
    const { length } = text
    let [state, seen, tokenFrom, wordFrom, singles] = [0, 0, 0, 0, 0]
    for (let at = 0; at < length; at += 1) {
      const kind = units[codes[at] ?? 0] ?? 0
      state = next[state * columns + (kind >>> COLUMN)] ?? 0
      const output = firstOutput[state] ?? 0
      if (output !== 0) addHits(usual, output, at + 1)
      seen |= kind
      // Most characters are letters.
      if ((kind & (BIT.digit | BIT.token | BIT.gap)) === BIT.token) continue
      if ((kind & BIT.digit) !== 0) addDigit(codes, at)
      if ((kind & BIT.token) === 0) {
        if (at - tokenFrom >= TOKEN_MIN) addToken(tokenFrom, at)
        tokenFrom = at + 1
      }
      if ((kind & BIT.gap) !== 0) {
        const word = at - wordFrom
        if (word === 1) {
          singles += 1
          if (singles >= SPREAD) survey.hasSpread = true
        } else if (word > 1) singles = 0
        wordFrom = at + 1
      }
    }
    if (length - tokenFrom >= TOKEN_MIN) addToken(tokenFrom, length)
    if (length - wordFrom === 1 && singles + 1 >= SPREAD) survey.hasSpread = true
    survey.hasHexRow = hasRow(text, BIT.hexRow, HEX_ROW)
    survey.hasEscapes = (seen & BIT.escape) !== 0
    if ((seen & BIT.rare) !== 0) surveyRare(length, lower, codes)
    return survey
  }
}

/** What a survey tells of the long tokens and rows of base 16 of a text. */
export type LongRuns = Pick<Survey, 'tokenCount' | 'tokenStarts' | 'tokenEnds' | 'hasLongToken' | 'hasHexRow'>

/** The same for a text of which nothing else is asked; null where it has neither. Tokens that are not long are left out. */
export function longRunsIn(text: string): LongRuns | null {
  const borders: number[] = []
  let done = 0
  for (let place = 0; place < text.length; place += LONG_TOKEN) {
    if (place < done || !isOf(text, place, BIT.token)) continue
    let start = place
    while (start > done && isOf(text, start - 1, BIT.token)) start -= 1
    done = place + 1
    while (done < text.length && isOf(text, done, BIT.token)) done += 1
    if (done - start >= LONG_TOKEN) borders.push(start, done)
  }
  const hasHexRow = hasRow(text, BIT.hexRow, HEX_ROW)
  if (borders.length === 0 && !hasHexRow) return null
  const tokenCount = borders.length / 2
  const tokenStarts = Int32Array.from({ length: tokenCount }, (_, token) => borders[token * 2] ?? 0)
  const tokenEnds = Int32Array.from({ length: tokenCount }, (_, token) => borders[token * 2 + 1] ?? 0)
  return { tokenCount, tokenStarts, tokenEnds, hasLongToken: tokenCount > 0, hasHexRow }
}

/** Whether as many units of a kind stand in a row: so many take up a place that is a multiple of their number. */
function hasRow(text: string, kind: number, fewest: number): boolean {
  for (let place = 0; place < text.length; place += fewest) {
    if (!isOf(text, place, kind)) continue
    let start = place
    while (start > 0 && place - start < fewest && isOf(text, start - 1, kind)) start -= 1
    let end = place + 1
    while (end < text.length && end - start < fewest && isOf(text, end, kind)) end += 1
    if (end - start >= fewest) return true
  }
  return false
}

function isOf(text: string, at: number, kind: number): boolean {
  return ((KINDS[LOWER[text.charCodeAt(at)] ?? 0] ?? 0) & kind) !== 0
}

function twice(array: Int32Array): Int32Array {
  const wider = new Int32Array(array.length * 2)
  wider.set(array)
  return wider
}
