import { type Emphasis, type Inline, isItsAddress, parseInline } from '#contracts/draft-inline.ts'
import { type Block, type ListItem, parseDraft } from '#contracts/draft-markup.ts'
import { closedUp, numberOf } from './exported-draft.ts'

const ELEMENTS = { bold: 'strong', italic: 'em', struck: 'del' } as const satisfies Record<Emphasis, string>

/** A draft's Markdown as HTML, every text escaped. `markers` are those that have a note. Links and images are words: the page leads and asks nowhere. */
export function htmlOf(text: string, markers: ReadonlySet<string>): string {
  /** Notes that were referred to: a note leads back to its first reference. */
  const seen = new Set<string>()
  const line = (source: string): string => inline(parseInline(source), markers, seen)
  return blocks(parseDraft(text), line)
}

/** The text of an element or of an attribute. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

type Line = (source: string) => string

function blocks(all: readonly Block[], line: Line): string {
  return all.map((block) => htmlOfBlock(block, line)).join('\n')
}

function htmlOfBlock(block: Block, line: Line): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${line(block.source)}</p>`
    case 'heading':
      return `<h${block.level}>${line(block.source)}</h${block.level}>`
    case 'code':
      return `<pre><code>${escaped(block.source)}</code></pre>`
    case 'quote':
      return `<blockquote>\n${blocks(block.blocks, line)}\n</blockquote>`
    case 'rule':
      return '<hr>'
    case 'list': {
      const list = block.ordered ? 'ol' : 'ul'
      return `<${list}>\n${block.items.map((item, index) => itemHtml(item, block.ordered, block.items[index - 1], line)).join('\n')}\n</${list}>`
    }
    case 'table': {
      const row = (cells: readonly string[], cell: 'th' | 'td'): string =>
        `<tr>${cells.map((source, index) => `<${cell}${aligned(block.alignments[index])}>${line(source)}</${cell}>`).join('')}</tr>`
      const body = block.rows.map((cells) => row(cells, 'td')).join('\n')
      return `<div class="table" role="region" aria-label="Table" tabindex="0"><table>\n<thead>${row(block.head, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`
    }
  }
}

/** The number is said where counting would not come to it. An item that begins with a line needs no paragraph. */
function itemHtml({ number, blocks: within }: ListItem, ordered: boolean, before: ListItem | undefined, line: Line): string {
  const value = ordered && number !== (before?.number ?? 0) + 1 ? ` value="${number}"` : ''
  const [first, ...rest] = within
  const begun =
    first?.kind === 'paragraph' ? [line(first.source), ...(rest.length === 0 ? [] : [blocks(rest, line)])] : [blocks(within, line)]
  return `<li${value}>${begun.join('\n')}</li>`
}

function aligned(alignment: 'start' | 'center' | 'end' | null | undefined): string {
  return alignment === 'center' || alignment === 'end' ? ` class="${alignment}"` : ''
}

function inline(pieces: readonly Inline[], markers: ReadonlySet<string>, seen: Set<string>): string {
  return closedUp(pieces, markers)
    .map((piece) => htmlOfPiece(piece, markers, seen))
    .join('')
}

function htmlOfPiece(piece: Inline, markers: ReadonlySet<string>, seen: Set<string>): string {
  switch (piece.kind) {
    case 'text':
      return emphasised(escaped(piece.text).replaceAll('\n', '<br>\n'), piece.emphasis)
    case 'code':
      return emphasised(`<code>${escaped(piece.text)}</code>`, piece.emphasis)
    case 'link':
      return `<span class="link">${inline(piece.pieces, markers, seen)}</span>${isItsAddress(piece) ? '' : ` (${escaped(piece.address)})`}`
    case 'image':
      return `<span class="picture">${escaped(piece.text === '' ? piece.address : piece.text)}</span>`
    case 'marker': {
      if (!markers.has(piece.text)) return escaped(piece.text)
      const number = numberOf(piece.text)
      const id = seen.has(number) ? '' : ` id="ref-${number}"`
      seen.add(number)
      return `<sup><a href="#note-${number}"${id}>[${number}]</a></sup>`
    }
  }
}

function emphasised(html: string, emphasis: readonly Emphasis[]): string {
  return emphasis.reduce((inner, one) => `<${ELEMENTS[one]}>${inner}</${ELEMENTS[one]}>`, html)
}
