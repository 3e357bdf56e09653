/** A sentence of a source: exact span of its text (UTF-16 code units), and the heading it stands under. */
export interface Sentence {
  readonly start: number
  readonly end: number
  readonly text: string
  /** The nearest heading above, without its marks; empty without one. */
  readonly section: string
  /** `prose` in a paragraph, `item` of a list. */
  readonly kind: 'prose' | 'item'
}

interface Block {
  readonly start: number
  readonly end: number
  readonly section: string
  readonly kind: Sentence['kind']
}

const ABBREVIATION =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Fig|Sec|Vol|approx|ca|cf|vs|etc|e\.g|i\.e|z\.B|bzw|inkl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.\s*$/
const HEADING = /^\s{0,3}(?:#{1,6}\s+(?<marked>.+?)\s*#*|(?<plain>[\p{Lu}\d][^.!?]{2,60}):?)\s*$/u
const ITEM = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?/
const TABLE = /^\s*\||\|\s*$|^\s*[-=|:+\s]{3,}$/
const FENCE = /^\s*(?:```|~~~)/
/** Lines of settings or code are no sentences. */
const CODE = /^\s*(?:[A-Z][A-Z0-9_]{2,}\s*=|[\w.-]+\s*[:=]\s*["'{[]|import\s|export\s|function\s|const\s|#!|<\/?\w+[^>]*>\s*$)/

/** Sentences of a text in its order, by the platform's segmenter, with headings, tables and code left out. */
export function splitSentences(text: string): Sentence[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })
  return blocksOf(text).flatMap((block) => sentencesOf(block, text, segmenter))
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let section = ''
  let open: { start: number; end: number; kind: Sentence['kind'] } | null = null
  let fenced = false
  const close = (): void => {
    if (open !== null) blocks.push({ ...open, section })
    open = null
  }
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end)
    const item = ITEM.exec(line)
    if (FENCE.test(line)) {
      close()
      fenced = !fenced
    } else if (fenced || line.trim() === '' || TABLE.test(line) || CODE.test(line)) close()
    else if (isHeading(line, text, end, open !== null)) {
      close()
      const { marked, plain } = HEADING.exec(line)?.groups ?? {}
      section = (marked ?? plain ?? '').replace(/[*_`#]/g, '').trim()
    } else if (item !== null) {
      close()
      open = { start: start + item[0].length, end, kind: 'item' }
    } else if (open === null) open = { start, end, kind: 'prose' }
    else open = { start: open.start, end, kind: open.kind }
    start = end + 1
  }
  close()
  return blocks
}

/** `# Title`, or a short line of its own with a blank line after it. */
function isHeading(line: string, text: string, end: number, inParagraph: boolean): boolean {
  if (/^\s{0,3}#{1,6}\s/.test(line)) return true
  return !inParagraph && HEADING.test(line) && /^\n\s*\n/.test(text.slice(end, end + 3)) && line.trim().split(/\s+/).length <= 9
}

function sentencesOf(block: Block, text: string, segmenter: Intl.Segmenter): Sentence[] {
  const { start: base, section, kind } = block
  const found: { start: number; end: number }[] = []
  let held: number | null = null
  for (const { segment, index } of segmenter.segment(text.slice(base, block.end))) {
    const start: number = held ?? base + index
    const end = base + index + segment.length
    // The segmenter ends a sentence at "Dr. " and at soft line breaks; both go on.
    const unfinished = ABBREVIATION.test(segment) || (/\n\s*$/.test(segment) && !/[.!?…:]["”’)\]]*\s*$/.test(segment))
    if (unfinished && end < block.end) held = start
    else {
      found.push({ start, end })
      held = null
    }
  }
  if (held !== null) found.push({ start: held, end: block.end })
  return found.flatMap(({ start, end }) => {
    const raw = text.slice(start, end)
    const from = start + (raw.length - raw.trimStart().length)
    const to = start + raw.trimEnd().length
    return to > from ? [{ start: from, end: to, text: text.slice(from, to), section, kind }] : []
  })
}
