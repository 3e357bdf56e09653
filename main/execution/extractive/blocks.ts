/** A run of prose or one list item: `[start, end)` in UTF-16 code units of the text, and the heading it stands under. */
export interface Block {
  readonly start: number
  readonly end: number
  /** The nearest heading above, without its marks; empty without one. */
  readonly section: string
  /** Level of that heading, 1 to 6; 0 without one. */
  readonly level: number
  readonly kind: 'prose' | 'item'
}

const MARKED_HEADING = /^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$/
const PLAIN_HEADING = /^\s{0,3}[\p{Lu}\d][^.!?]{2,60}:?\s*$/u
const MAX_HEADING_WORDS = 9
const ITEM = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?/
const TABLE = /^\s*\||\|\s*$|^\s*[-=|:+\s]{3,}$/
const TABBED = /\t.*\t/
/** Two separators or more, none with a space behind it, and no full stop. */
const SEPARATED = /^(?:[^,;]*[,;](?=\S|$)){2,}[^,;]*$/
const FENCE = /^\s*(?:```|~~~)/
/** Lines of settings or code are no sentences. */
const CODE =
  /^\s*(?:[A-Z][A-Z0-9_]{2,}\s*=|[\w.-]+\s*[:=]\s*["'{[]|(?:import|export|function|const|return|class|def)\s.*[;:{(]\s*$|#!|<\/?\w+[^>]*>\s*$|[{}[\]()]+[,;]?\s*$)/

/** Blocks of a text in its order. Headings, tables, rows of values, settings and code are no blocks. Linear in the text. */
export function* blocksOf(text: string): Generator<Block> {
  let section = ''
  let level = 0
  let open: { start: number; end: number; kind: Block['kind'] } | null = null
  let fenced = false
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end)
    const kind = lineKind(line, text, end, open !== null, fenced)
    if (kind !== 'prose' && open !== null) {
      yield { ...open, section, level }
      open = null
    }
    if (kind === 'fence') fenced = !fenced
    else if (kind === 'heading') {
      const marked = MARKED_HEADING.exec(line)
      section = (marked?.[2] ?? line)
        .replace(/[*_`#]/g, '')
        .replace(/:\s*$/, '')
        .trim()
      level = marked?.[1]?.length ?? Math.max(2, level)
    } else if (kind === 'item') open = { start: start + (ITEM.exec(line)?.[0].length ?? 0), end, kind }
    else if (kind === 'prose') open = open === null ? { start, end, kind } : { start: open.start, end, kind: open.kind }
    start = end + 1
  }
  if (open !== null) yield { ...open, section, level }
}

type LineKind = 'blank' | 'fence' | 'heading' | 'item' | 'prose'

function lineKind(line: string, text: string, end: number, inBlock: boolean, fenced: boolean): LineKind {
  if (FENCE.test(line)) return 'fence'
  if (fenced || line.trim() === '' || TABLE.test(line) || isRow(line) || CODE.test(line)) return 'blank'
  if (MARKED_HEADING.test(line)) return 'heading'
  if (ITEM.test(line)) return 'item'
  return !inBlock && isPlainHeading(line, text, end) ? 'heading' : 'prose'
}

/** A row of CSV or of tabbed values. The comma in 1,200,000 separates nothing. */
function isRow(line: string): boolean {
  if (TABBED.test(line)) return true
  return /[,;]\S/.test(line) && !/[.!?]\s*$/.test(line) && SEPARATED.test(line.trim().replace(/(\d),(?=\d{3}\b)/g, '$1'))
}

/** A short line of its own with a blank line after it. */
function isPlainHeading(line: string, text: string, end: number): boolean {
  return (
    line.length < 70 &&
    /^\n\s*\n/.test(text.slice(end, end + 3)) &&
    PLAIN_HEADING.test(line) &&
    line.trim().split(/\s+/).length <= MAX_HEADING_WORDS
  )
}

/** The text's title: its first heading, if that comes before any other text of length. */
export function titleOf(text: string): string {
  const head = text.slice(0, 2_000)
  return (/^\s{0,3}#{1,2}\s+(.+?)\s*#*\s*$/m.exec(head)?.[1] ?? '').replace(/[*_`]/g, '')
}
