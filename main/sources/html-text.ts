import { decodeEntities } from './html-entities.ts'

/** Elements whose content is not text for a reader. */
const DROPPED = new Set(['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object', 'title', 'math'])
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)

/** Blocks that follow each other line by line. */
const TIGHT = new Set(['tr', 'li', 'dt', 'dd'])

/** A piece of the document: `tag` is the element's name in lower case, with `/` before it for an end tag. */
type Piece = { readonly text: string } | { readonly tag: string }

/**
 * What a reader sees of an HTML document: paragraphs apart, headings and list items marked as in Markdown, cells apart by tabs, the
 * rest in one line. Never throws; runs in linear time on any input.
 */
export function htmlText(html: string): string {
  const page = createPage()
  let preformatted = 0
  for (const piece of pieces(html)) {
    if ('text' in piece) {
      const text = decodeEntities(piece.text)
      if (preformatted > 0) page.write(text)
      else page.flow(text.replace(/[ \t\r\n\f]+/g, ' '))
      continue
    }
    const { tag } = piece
    const name = tag.replace('/', '')
    if (tag === 'br') page.gap(1)
    else if (tag === 'td' || tag === 'th') page.cell()
    else if (BLOCKS.has(name)) {
      page.gap(TIGHT.has(name) ? 1 : 2)
      if (/^h[1-6]$/.test(tag)) page.mark(`${'#'.repeat(Number(tag.charAt(1)))} `)
      else if (tag === 'li') page.mark('- ')
      else if (/^\/(?:h[1-6]|li)$/.test(tag)) page.mark('')
    }
    if (name === 'pre') preformatted = Math.max(0, preformatted + (tag === 'pre' ? 1 : -1))
  }
  return page.text()
}

/** Collects lines. It remembers how the text ends instead of looking, which would cost the whole text each time. */
function createPage() {
  const lines: string[] = []
  let line: string[] = []
  let newlines = 0
  let mark = ''
  let spaced = true

  function write(text: string): void {
    if (text === '') return
    if (line.length === 0) {
      if (lines.length > 0) lines.push('\n'.repeat(Math.max(1, newlines)))
      if (mark !== '') line.push(mark)
      newlines = 0
      mark = ''
    }
    line.push(text)
    spaced = /\s/.test(text.charAt(text.length - 1))
  }
  function endLine(): void {
    const text = line.join('').trimEnd()
    line = []
    spaced = true
    if (text !== '') lines.push(text)
  }
  return {
    write,
    flow: (text: string) => write(spaced ? text.trimStart() : text),
    cell: () => {
      if (line.length > 0) write('\t')
    },
    /** Ends the line; at least `count` line ends before what follows. A mark that waits for its text keeps its place. */
    gap: (count: number) => {
      if (line.length === 0 && mark !== '') return
      endLine()
      newlines = Math.max(newlines, count)
    },
    mark: (text: string) => {
      mark = text
    },
    text: () => {
      endLine()
      return lines.join('').trim()
    },
  }
}

function* pieces(html: string): Generator<Piece> {
  // Once a quote has been left open, quotes of later tags are no longer trusted: nothing is read twice.
  const state = { quotesBroken: false }
  let at = 0
  let look = 0
  while (look < html.length) {
    const open = html.indexOf('<', look)
    if (open === -1) break
    const next = html.charAt(open + 1)
    const named = /[a-zA-Z]/.test(next === '/' ? html.charAt(open + 2) : next)
    if (!named && next !== '!' && next !== '?') {
      // A bare `<` belongs to the text around it.
      look = open + 1
      continue
    }
    if (open > at) yield { text: html.slice(at, open) }
    if (html.startsWith('<!--', open)) at = after(html, '-->', open + 4)
    else if (!named) at = after(html, '>', open + 2)
    else {
      const tag = /[^\s/>]+/y
      tag.lastIndex = next === '/' ? open + 2 : open + 1
      const name = (tag.exec(html)?.[0] ?? '').toLowerCase()
      at = tagEnd(html, tag.lastIndex, state)
      const empty = html.charAt(at - 2) === '/'
      if (next !== '/' && !empty && DROPPED.has(name)) at = skipElement(html, name, at)
      else yield { tag: next === '/' ? `/${name}` : name }
    }
    look = at
  }
  if (at < html.length) yield { text: html.slice(at) }
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

/** Offset behind the `>` that ends a tag, which may hold quoted ones. */
function tagEnd(html: string, from: number, state: { quotesBroken: boolean }): number {
  if (!state.quotesBroken) {
    const quoted = /[^"'>]*(?:>|$)|[^"'>]*(?:"[^"]*"|'[^']*')/y
    let at = from
    while (at < html.length) {
      quoted.lastIndex = at
      const match = quoted.exec(html)
      if (match === null) {
        state.quotesBroken = true
        break
      }
      at = quoted.lastIndex
      if (match[0].endsWith('>') || at >= html.length) return at
    }
  }
  return after(html, '>', from)
}

function skipElement(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])[^>]*>?`, 'gi')
  close.lastIndex = from
  return close.exec(html) === null ? html.length : close.lastIndex
}
