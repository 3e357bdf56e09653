/** A piece of a line: plain, bold, or a marker that has a note. */
export interface Piece {
  readonly kind: 'text' | 'bold' | 'marker'
  readonly text: string
}

export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'bullet' | 'numbered' | 'code'
  readonly level: number
  readonly text: string
}

const HEADING = /^(#{1,6})\s+(.*)$/
const BULLET = /^\s*[-*•]\s+(.*)$/
const NUMBERED = /^\s*\d{1,3}[.)]\s+(.*)$/
const FENCE = /^\s*```/
const INLINE = /\*\*(?=\S)([^*\n]+?)\*\*|(\[\d{1,4}\])/g

/** A draft's paragraphs, headings, list items and fenced code. Everything else stays text; nothing is read as HTML. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  let code: string[] | null = null
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', level: 0, text: paragraph.join('\n') })
    paragraph = []
  }
  for (const line of text.split(/\r?\n/)) {
    if (FENCE.test(line)) {
      flush()
      if (code !== null) blocks.push({ kind: 'code', level: 0, text: code.join('\n') })
      code = code === null ? [] : null
      continue
    }
    if (code !== null) {
      code.push(line)
      continue
    }
    const heading = HEADING.exec(line)
    const bullet = BULLET.exec(line)
    const numbered = NUMBERED.exec(line)
    if (line.trim() === '' || heading || bullet || numbered) flush()
    if (heading) blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' })
    else if (bullet) blocks.push({ kind: 'bullet', level: 0, text: bullet[1] ?? '' })
    else if (numbered) blocks.push({ kind: 'numbered', level: 0, text: numbered[1] ?? '' })
    else if (line.trim() !== '') paragraph.push(line)
  }
  if (code !== null) blocks.push({ kind: 'code', level: 0, text: code.join('\n') })
  flush()
  return blocks
}

/** A block's text in pieces; a marker without a note stays text. */
export function piecesOf(text: string, markers: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const plain = (end: number): void => {
    if (end > at) pieces.push({ kind: 'text', text: text.slice(at, end) })
  }
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, marker] = match
    if (marker !== undefined && !markers.has(marker)) continue
    plain(match.index)
    if (marker !== undefined) pieces.push({ kind: 'marker', text: marker })
    else for (const inner of piecesOf(bold ?? '', markers)) pieces.push(inner.kind === 'text' ? { ...inner, kind: 'bold' } : inner)
    at = match.index + whole.length
  }
  plain(text.length)
  return pieces
}
