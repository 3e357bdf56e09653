/** A piece of a line: plain, bold, or a citation marker such as `[1]`. */
export interface Inline {
  readonly kind: 'text' | 'bold' | 'marker'
  readonly text: string
}

/** A block of a draft. `source` is its text as written, which tells whether it changed. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'bullet' | 'numbered'
  readonly level: number
  readonly source: string
}

const HEADING = /^(#{1,6})\s+(.*)$/
const BULLET = /^\s*[-*•]\s+(.*)$/
const NUMBERED = /^\s*\d{1,3}[.)]\s+(.*)$/

/** Splits a draft into paragraphs, headings and list items. Everything else stays text; nothing is ever read as HTML. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', level: 0, source: paragraph.join('\n') })
    paragraph = []
  }
  for (const line of text.split(/\r?\n/)) {
    const heading = HEADING.exec(line)
    const bullet = BULLET.exec(line)
    const numbered = NUMBERED.exec(line)
    if (line.trim() === '') flush()
    else if (heading) {
      flush()
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, source: heading[2] ?? '' })
    } else if (bullet) {
      flush()
      blocks.push({ kind: 'bullet', level: 0, source: bullet[1] ?? '' })
    } else if (numbered) {
      flush()
      blocks.push({ kind: 'numbered', level: 0, source: numbered[1] ?? '' })
    } else paragraph.push(line)
  }
  flush()
  return blocks
}

const INLINE = /\*\*(?=\S)([^*]+?)\*\*|(\[\d{1,4}\])/g

/** Splits a block's text into plain, bold and marker pieces. An unclosed `**` stays text. */
export function parseInline(source: string): Inline[] {
  const pieces: Inline[] = []
  let at = 0
  for (const match of source.matchAll(INLINE)) {
    if (match.index > at) pieces.push({ kind: 'text', text: source.slice(at, match.index) })
    if (match[2] !== undefined) pieces.push({ kind: 'marker', text: match[2] })
    else for (const inner of parseInline(match[1] ?? '')) pieces.push(inner.kind === 'text' ? { ...inner, kind: 'bold' } : inner)
    at = match.index + match[0].length
  }
  if (at < source.length) pieces.push({ kind: 'text', text: source.slice(at) })
  return pieces
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
