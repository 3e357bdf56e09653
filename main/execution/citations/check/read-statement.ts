import { STOP_WORDS } from '../../extractive/tokens.ts'
import { lexicon } from './lexicon.ts'

/** A piece of a text. `start` and `end` are UTF-16 code units. */
export interface Token {
  readonly kind: 'word' | 'figure' | 'sign' | 'mark'
  readonly text: string
  readonly lower: string
  /** The form under which words are compared; the text itself for everything else. */
  readonly stem: string
  readonly start: number
  readonly end: number
  readonly capital: boolean
  /** The first word of its sentence, which has a capital in any case. */
  readonly initial: boolean
  /** A word that carries no topic. */
  readonly stop: boolean
  readonly sentence: number
  /** Parts of a sentence between commas, dashes and the like, counted through the text. */
  readonly clause: number
}

export interface Statement {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly german: boolean
}

/** A claim or passage is compared by at most so many characters: what is longer is no sentence. */
export const MAX_CHARS = 20_000

const TOKEN =
  /(\d{4}-\d{2}-\d{2}|\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?!\d)|\d+(?:[.,:/]\d+)*)|(km\/h|m\/s|°[CF]?|[%€$£¥])|(\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*)|([.!?;:,()\n–—…。！？"“”„«»-])/gu
const SENTENCE_END = /[.!?\n…。！？]/
const CLAUSE_END = /[;:,()–—]/
/** "Among women (81 %)": a number in brackets belongs to what stands before it. */
const FIGURE_AHEAD = /^[$€£]?\d/
const CLAUSE_WORDS = new Set('but while whereas although though and because which who aber während und weil sondern mais pero'.split(' '))
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st no nr approx ca cf vs etc e i g z b d h a p m jan feb mar apr jun jul aug sep sept oct nov dec mio mrd bzw inkl'.split(
    ' ',
  ),
)
/** "Up 11 %", "down from 9": a rise or a fall. */
const MOVES = /^ (?:from|by|\d|[$€£])/
const GERMAN =
  /^(?:der|die|das|und|ist|ein|eine|im|den|von|zu|mit|auf|für|wurde|wird|nicht|sich|des|dem|am|bis|hat|um|bei|als|wer|aus|vom|zum|zur|ab|kein|keine|sind|pro|dass|allen|jeden|laut|im|so|ihre|sein|noch|auch)$/
const CJK = /[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]/
const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Cuts a text into tokens, in one pass. */
export function readStatement(input: string): Statement {
  const text = input.length > MAX_CHARS ? input.slice(0, MAX_CHARS) : input
  const words = lexicon()
  const tokens: Token[] = []
  let sentence = 0
  let clause = 0
  let initial = true
  let german = 0
  let counted = 0
  const push = (kind: Token['kind'], piece: string, start: number): void => {
    const lower = kind === 'word' ? piece.toLowerCase().replaceAll('’', "'") : piece.toLowerCase()
    const bare = kind === 'word' && lower.endsWith("'s") ? lower.slice(0, -2) : lower
    const isStop = STOP_WORDS.has(bare) || bare.length === 0 || words.isNegation(lower) || words.isFunctionWord(lower)
    const stop = kind === 'word' && isStop && !(piece === 'A' && !initial && isLabel(tokens.at(-1), text.slice(start + 1, start + 3)))
    const capital = kind === 'word' && piece.charAt(0) !== lower.charAt(0)
    if (kind === 'word') {
      counted += 1
      // A capital with an umlaut may be a name in any language.
      if (GERMAN.test(lower) || (/[äöüß]/.test(lower) && !capital)) german += 1
      if (CLAUSE_WORDS.has(lower)) clause += 1
    }
    if (startsPart(tokens, kind, lower) || (kind === 'word' && startsPredicate(tokens.at(-1), lower))) clause += 1
    const moves = (lower === 'up' || lower === 'down') && MOVES.test(text.slice(start + lower.length, start + lower.length + 6))
    const stem = kind === 'word' ? words.stemOf(moves ? (lower === 'up' ? 'rise' : 'fall') : bare) : lower
    tokens.push({
      kind,
      text: piece,
      lower: bare,
      stem,
      start,
      end: start + piece.length,
      capital,
      initial,
      stop: stop && !moves,
      sentence,
      clause,
    })
    if (kind === 'word' || kind === 'figure') initial = false
  }
  const pushElided = (piece: string, start: number): void => {
    const lower = piece.toLowerCase().replaceAll('’', "'")
    const [end, stop, capital] = [start + piece.length, true, piece.charAt(0) !== lower.charAt(0)]
    tokens.push({ kind: 'word', text: piece, lower, stem: lower, start, end, capital, initial, stop, sentence, clause })
  }
  for (const match of text.matchAll(TOKEN)) {
    const [piece, figure, sign, word] = match
    if (figure !== undefined) push('figure', piece, match.index)
    else if (sign !== undefined) push('sign', piece, match.index)
    else if (word !== undefined) {
      const elision = /^(\p{L}{1,7})['’](?=\p{L}{2})/u.exec(word)?.[1]
      if (elision !== undefined && words.isElided(elision.toLowerCase())) {
        // "l'enquête", "d'euros": two words. What is left of the first carries no topic.
        pushElided(piece.slice(0, elision.length + 1), match.index)
        push('word', piece.slice(elision.length + 1), match.index + elision.length + 1)
      } else if (CJK.test(word)) for (const part of SEGMENTER.segment(word)) push('word', part.segment, match.index + part.index)
      else push('word', piece, match.index)
    } else {
      const before = tokens.at(-1)
      const abbreviated = piece === '.' && before !== undefined && before.end === match.index && isAbbreviation(before)
      push('mark', piece, match.index)
      if (SENTENCE_END.test(piece) && !abbreviated && !(piece === '.' && /[\p{L}\d]/u.test(text.charAt(match.index + 1)))) {
        if (
          !(piece === '.' && before?.kind === 'figure' && /^\s\p{Lu}/u.test(text.slice(match.index + 1, match.index + 3)) && german > 1)
        ) {
          sentence += 1
          initial = true
        }
        clause += 1
      } else if (CLAUSE_END.test(piece) && !(piece === '(' && FIGURE_AHEAD.test(text.slice(match.index + 1, match.index + 4)))) clause += 1
    }
  }
  return { text, tokens, german: german * 7 >= counted && german > 0 }
}

/** "Sample A", "a rating of A": a letter behind a word with a topic, or at the end of a part, is no article. */
function isLabel(before: Token | undefined, behind: string): boolean {
  return (before?.kind === 'word' && !before.stop && (before.initial || !before.capital)) || /^(?:$|[.,;:)])/.test(behind)
}

/** "23 in person and 11 online": a number behind "and" begins a part of its own, but not in "between 2022 and 2025". */
function startsPart(tokens: readonly Token[], kind: Token['kind'], lower: string): boolean {
  if (kind !== 'figure' && !(kind === 'word' && lexicon().cardinals.has(lower))) return false
  const last = tokens.at(-1)
  const and = last !== undefined && /^(?:by|with|of|um|mit)$/.test(last.lower) ? -2 : -1
  if (!/^(?:and|und|et|y)$/.test(tokens.at(and)?.lower ?? '')) return false
  const before = tokens.at(and - 1)
  return before !== undefined && before.kind !== 'figure' && !lexicon().cardinals.has(before.lower)
}

/** "built in 1874 and automated in 1988": a past form behind "and" begins a part of its own. */
function startsPredicate(before: Token | undefined, lower: string): boolean {
  return before !== undefined && /^(?:and|und)$/.test(before.lower) && (/[^e]ed$/.test(lower) || lexicon().isPast(lower))
}

function isAbbreviation({ kind, lower, capital }: Token): boolean {
  return kind === 'word' && (ABBREVIATIONS.has(lower) || (lower.length === 1 && capital))
}

/** Whether a token says something by itself: not a mark, an article or a preposition. */
export function isContent(token: Token): boolean {
  return (
    token.kind === 'figure' || (token.kind === 'word' && !token.stop && (token.lower.length > 1 || token.capital || CJK.test(token.text)))
  )
}
