import { ALIGNMENT_ROW, type Alignment, alignmentsOf, cellsOf, headOf } from './draft-table.ts'

/** An item of a list. `number` is as written, or counted where every item is written with the same one. */
export interface ListItem {
  readonly number: number
  readonly blocks: readonly Block[]
}

/** A block of a draft. `source` is its text as written, for `parseInline`; that of code is shown as it is. */
export type Block =
  | { readonly kind: 'paragraph'; readonly source: string }
  | { readonly kind: 'heading'; readonly level: number; readonly source: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** `language` is what its first line says after the fence. */
  | { readonly kind: 'code'; readonly language: string; readonly source: string }
  /** Rows may have fewer cells than the head, never more. */
  | {
      readonly kind: 'table'
      readonly alignments: readonly Alignment[]
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'rule' }

interface Marker {
  readonly indent: number
  readonly ordered: boolean
  readonly number: number
  /** Columns up to the text of the item. */
  readonly width: number
  readonly text: string
}

/** What of `lines` was read as one block, and the line after it. */
interface Read {
  readonly block: Block
  readonly next: number
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/s
const QUOTE = /^ {0,3}> ?(.*)$/s
const FENCE = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})(.*)$/s
const ITEM = /^([ \t]*)([-*+•]|(\d{1,3})[.)])([ \t]+)(.*)$/s
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
/** What is indented so much more than an item belongs to it: models write two columns below a number, too, where CommonMark asks for three. */
const NESTED = 2
/** So deep are lists and quotes read; what is deeper stays text. It keeps hostile texts linear. */
const DEEPEST = 8

/**
 * Reads a draft's Markdown: a subset of CommonMark 0.31 and GFM tables, in time linear in its length. Nothing is ever read as HTML, and what is not
 * understood stays text. While a draft is `growing`, a table is one from its first line on.
 */
export function parseDraft(text: string, { growing = false }: { readonly growing?: boolean } = {}): Block[] {
  return blocksOf(text.split(/\r?\n/), growing, 0)
}

function blocksOf(lines: readonly string[], growing: boolean, depth: number): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', source: paragraph.join('\n') })
    paragraph = []
  }
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const read = tableAt(lines, at, paragraph) ?? blockAt(lines, at, growing, depth)
    if (read !== null) {
      if (read.block.kind === 'table') paragraph.pop()
      flush()
      blocks.push(read.block)
      at = read.next
    } else {
      if (line.trim() === '') flush()
      else paragraph.push(line)
      at += 1
      // The last line may have ended without anything after it yet.
      const isEnd = at >= lines.length - 1 && (lines[at] ?? '') === ''
      if (growing && isEnd) {
        const begun = begunTable(paragraph)
        if (begun !== null) {
          paragraph.length -= begun.lines
          flush()
          blocks.push(begun.table)
          return blocks
        }
      }
    }
  }
  flush()
  return blocks
}

/** The block that begins in a line by itself, whatever was before; null where there is none. */
function blockAt(lines: readonly string[], at: number, growing: boolean, depth: number): Read | null {
  const line = lines[at] ?? ''
  const fence = FENCE.exec(line)
  if (fence) return codeAt(lines, at, fence)
  const heading = HEADING.exec(line)
  if (heading) return { block: { kind: 'heading', level: heading[1]?.length ?? 1, source: withoutEnd(heading[2] ?? '') }, next: at + 1 }
  if (RULE.test(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (depth >= DEEPEST) return null
  if (QUOTE.test(line)) return quoteAt(lines, at, growing, depth)
  const marker = markerOf(line)
  return marker === null ? null : listAt(lines, at, marker, growing, depth)
}

function codeAt(lines: readonly string[], at: number, [line, fence = '', info = '']: RegExpExecArray): Read {
  const columns = indentOf(line)
  const source: string[] = []
  let next = at + 1
  while (next < lines.length && !closes(lines[next] ?? '', fence)) {
    source.push(outdented(lines[next] ?? '', columns))
    next++
  }
  return { block: { kind: 'code', language: info.trim(), source: source.join('\n') }, next: next + 1 }
}

function closes(line: string, fence: string): boolean {
  const sign = line.trim()
  return sign.length >= fence.length && sign === (fence[0] ?? '').repeat(sign.length)
}

function quoteAt(lines: readonly string[], at: number, growing: boolean, depth: number): Read {
  const quoted: string[] = []
  let next = at
  for (let line = QUOTE.exec(lines[next] ?? ''); line !== null; line = QUOTE.exec(lines[next] ?? '')) {
    quoted.push(line[1] ?? '')
    next++
  }
  return { block: { kind: 'quote', blocks: blocksOf(quoted, growing && next >= lines.length, depth + 1) }, next }
}

function listAt(lines: readonly string[], at: number, first: Marker, growing: boolean, depth: number): Read {
  const items: { written: number; number: number; lines: string[]; outdent: number | null }[] = []
  let current = first
  let next = at
  let blanks = 0
  while (next < lines.length) {
    const line = lines[next] ?? ''
    const marker = markerOf(line)
    const indent = indentOf(line)
    const item = items.at(-1)
    const isSibling = marker !== null && marker.ordered === first.ordered && marker.indent < current.indent + NESTED
    if (line.trim() === '') blanks++
    else if (marker !== null && isSibling) {
      const written = marker.number
      items.push({ written, number: item?.written === written ? item.number + 1 : written, lines: [marker.text], outdent: null })
      current = marker
      blanks = 0
    } else if (item && (indent >= current.indent + NESTED || (blanks === 0 && isLazy(line)))) {
      while (blanks > 0) {
        item.lines.push('')
        blanks--
      }
      // All of an item is moved alike, or what nests in it would be as deep as it is.
      if (indent >= current.indent + NESTED) item.outdent ??= Math.min(current.width, indent)
      item.lines.push(outdented(line, item.outdent ?? indent))
    } else break
    next++
  }
  // Blank lines at its end are not the list's, but for the one that ends the text.
  next -= blanks
  const isLast = growing && next + blanks >= lines.length
  return {
    block: {
      kind: 'list',
      ordered: first.ordered,
      items: items.map((item, index) => ({
        number: item.number,
        blocks: blocksOf(item.lines, isLast && index === items.length - 1, depth + 1),
      })),
    },
    next,
  }
}

/** Whether a line goes on with a paragraph before it. */
function isLazy(line: string): boolean {
  return !FENCE.test(line) && !HEADING.test(line) && !QUOTE.test(line) && !RULE.test(line) && markerOf(line) === null
}

function markerOf(line: string): Marker | null {
  const found = RULE.test(line) ? null : ITEM.exec(line)
  if (found === null) return null
  const [, space = '', sign = '', number, gap = '', text = ''] = found
  const indent = columnsOf(space)
  // Much space behind the sign is the text's own.
  const width = indent + sign.length + (gap.length > 4 ? 1 : gap.length)
  return { indent, ordered: number !== undefined, number: number === undefined ? 0 : Number(number), width, text }
}

/** A table whose alignment row is the line at `at` and whose head is the last line of the paragraph before it. */
function tableAt(lines: readonly string[], at: number, paragraph: readonly string[]): Read | null {
  const above = paragraph.at(-1)
  if (above === undefined || !above.includes('|')) return null
  const alignments = alignmentsOf(lines[at] ?? '')
  const head = alignments === null ? null : headOf(above, alignments.length)
  if (alignments === null || head === null) return null
  const rows: string[][] = []
  let next = at + 1
  for (let line = lines[next]; line?.includes('|') && isLazy(line); line = lines[next]) {
    rows.push(cellsOf(line, head.length))
    next++
  }
  return { block: { kind: 'table', alignments, head, rows }, next }
}

/** The table that the end of a growing paragraph is most likely to become, so that it is not shown as pipes first. */
function begunTable(paragraph: readonly string[]): { readonly table: Block; readonly lines: number } | null {
  const last = paragraph.at(-1)?.trim() ?? ''
  const above = paragraph.at(-2)?.trim() ?? ''
  const lines = above.startsWith('|') && ALIGNMENT_ROW.begun.test(last) ? 2 : 1
  const head = lines === 2 ? above : last
  if (!head.startsWith('|')) return null
  return { table: { kind: 'table', alignments: [], head: cellsOf(head), rows: [] }, lines }
}

/** A heading without the number signs that may close it. */
function withoutEnd(heading: string): string {
  return heading
    .trimEnd()
    .replace(/(?:^|[ \t])#+$/, '')
    .trimEnd()
}

function indentOf(line: string): number {
  return columnsOf(/^[ \t]*/.exec(line)?.[0] ?? '')
}

/** Columns of white space; a tab goes to the next multiple of four. */
function columnsOf(space: string): number {
  let columns = 0
  for (const sign of space) columns += sign === '\t' ? 4 - (columns % 4) : 1
  return columns
}

/** A line without as much of its indentation as `columns`. */
function outdented(line: string, columns: number): string {
  const indent = indentOf(line)
  return ' '.repeat(Math.max(0, indent - columns)) + line.trimStart()
}
