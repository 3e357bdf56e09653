import { type Block, blocksOf } from './blocks.ts'

/** A sentence of a source: exact span of its text (UTF-16 code units), and where it stands. */
export interface Sentence extends Block {
  readonly text: string
  /** Its place in its paragraph or list item, from 0. */
  readonly position: number
}

const ABBREVIATION =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Fig|Sec|Vol|approx|ca|cf|vs|etc|e\.g|i\.e|z\.B|bzw|inkl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.\s*$/
/** Marks of emphasis that close behind a full stop belong to the sentence before. */
const CLOSING_MARKS = /^(?:\*{1,3}|_{1,3}|`)(?=\s|$)/

/** Cuts blocks into sentences with the platform's segmenter (UAX 29) and mends what it does not know. */
export function createSentenceSplitter(): (block: Block, text: string) => Sentence[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })
  return (block, text) => {
    const raw = text.slice(block.start, block.end)
    const spans = joined(segmenter.segment(raw), raw)
    return spans.flatMap(({ start, end }, position): Sentence[] => {
      const from = block.start + start + leading(raw.slice(start, end))
      const to = block.start + start + raw.slice(start, end).trimEnd().length
      return to > from ? [{ ...block, start: from, end: to, text: text.slice(from, to), position }] : []
    })
  }
}

/** Sentences of a text in its order, with headings, tables, settings and code left out. */
export function splitSentences(text: string): Sentence[] {
  const split = createSentenceSplitter()
  return [...blocksOf(text)].flatMap((block) => split(block, text))
}

function joined(segments: Intl.Segments, raw: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  let start = 0
  for (const { segment, index } of segments) {
    const end = index + segment.length
    const last = spans.at(-1)
    const marks = start === index && last !== undefined ? (CLOSING_MARKS.exec(segment)?.[0].length ?? 0) : 0
    if (last !== undefined && marks > 0) {
      last.end += marks
      start += marks
    }
    // The segmenter ends a sentence at "Dr. " and at soft line breaks; both go on.
    const unfinished = ABBREVIATION.test(segment.slice(-24)) || (/\n\s*$/.test(segment) && !/[.!?…:。！？]["”’»)\]*_]*\s*$/.test(segment))
    if (unfinished && end < raw.length) continue
    spans.push({ start, end })
    start = end
  }
  if (start < raw.length) spans.push({ start, end: raw.length })
  return spans
}

/** Length of white space at the beginning, and of quote marks of Markdown. */
function leading(raw: string): number {
  return /^(?:\s|>(?=\s))*/.exec(raw)?.[0].length ?? 0
}
