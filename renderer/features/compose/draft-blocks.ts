/** A piece of a line: plain, bold, italic, code, a link, or a citation marker such as `[1]`. */
export interface Inline {
  readonly kind: 'text' | 'bold' | 'italic' | 'code' | 'link' | 'marker'
  readonly text: string
  /** Of a link: where it leads. It is shown, not followed. */
  readonly address?: string
}

/** A block of a draft. `source` is its text as written, which tells whether it changed. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'bullet' | 'numbered' | 'quote' | 'code'
  readonly level: number
  readonly source: string
}

const HEADING = /^(#{1,6})\s+(.*)$/
const BULLET = /^\s*[-*•]\s+(.*)$/
const QUOTE = /^>\s?(.*)$/
const FENCE = /^(?:```|~~~)/
const NUMBERED = /^\s*\d{1,3}[.)]\s+(.*)$/

/** Splits a draft into paragraphs, headings, list items, quotes and code. Everything else stays text; nothing is ever read as HTML. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  /** Lines of a code block that is open. */
  let code: string[] | null = null
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', level: 0, source: paragraph.join('\n') })
    paragraph = []
  }
  for (const line of text.split(/\r?\n/)) {
    if (FENCE.test(line)) {
      flush()
      if (code !== null) blocks.push({ kind: 'code', level: 0, source: code.join('\n') })
      code = code === null ? [] : null
      continue
    }
    if (code !== null) {
      code.push(line)
      continue
    }
    const quote = QUOTE.exec(line)
    const heading = HEADING.exec(line)
    const bullet = BULLET.exec(line)
    const numbered = NUMBERED.exec(line)
    if (line.trim() === '') flush()
    else if (heading) {
      flush()
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, source: heading[2] ?? '' })
    } else if (quote) {
      flush()
      const last = blocks.at(-1)
      const source = quote[1] ?? ''
      if (last?.kind === 'quote') blocks[blocks.length - 1] = { ...last, source: `${last.source}\n${source}` }
      else blocks.push({ kind: 'quote', level: 0, source })
    } else if (bullet) {
      flush()
      blocks.push({ kind: 'bullet', level: 0, source: bullet[1] ?? '' })
    } else if (numbered) {
      flush()
      blocks.push({ kind: 'numbered', level: 0, source: numbered[1] ?? '' })
    } else paragraph.push(line)
  }
  flush()
  // One that is still being written is code already.
  if (code !== null) blocks.push({ kind: 'code', level: 0, source: code.join('\n') })
  return blocks
}

const INLINE =
  /`([^`\n]+)`|\*\*(?=\S)([^*]+?)\*\*|(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![*\w])|(\[\d{1,4}\])|\[([^\]\n]+)\]\(([^)\s]+)\)/g

/** Splits a block's text into its pieces. A mark that is not closed stays text. */
export function parseInline(source: string): Inline[] {
  const pieces: Inline[] = []
  let at = 0
  for (const match of source.matchAll(INLINE)) {
    if (match.index > at) pieces.push({ kind: 'text', text: source.slice(at, match.index) })
    pieces.push(...piecesOf(match))
    at = match.index + match[0].length
  }
  if (at < source.length) pieces.push({ kind: 'text', text: source.slice(at) })
  return pieces
}

function piecesOf([, code, bold, italic, marker, link, address]: RegExpMatchArray): Inline[] {
  if (code !== undefined) return [{ kind: 'code', text: code }]
  if (marker !== undefined) return [{ kind: 'marker', text: marker }]
  if (link !== undefined && address !== undefined) return [{ kind: 'link', text: link, address }]
  const kind = bold === undefined ? 'italic' : 'bold'
  // A citation within keeps its button.
  return parseInline(bold ?? italic ?? '').map((inner) => (inner.kind === 'text' ? { ...inner, kind } : inner))
}

/** Puts list items that follow each other together, as a list element needs them. */
export function groupBlocks(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (last && last[0]?.kind === block.kind && (block.kind === 'bullet' || block.kind === 'numbered')) last.push(block)
    else groups.push([block])
  }
  return groups
}
