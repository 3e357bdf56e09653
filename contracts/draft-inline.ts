/** How a piece of text is set off. */
export type Emphasis = 'bold' | 'italic' | 'struck'

/** A piece of a line. `address` is where a link leads or an image lies: it is shown or kept, never followed, and nothing is loaded from it. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string; readonly emphasis: readonly Emphasis[] }
  /** A citation such as `[1]`. */
  | { readonly kind: 'marker'; readonly text: string }
  | { readonly kind: 'image'; readonly text: string; readonly address: string }
  | { readonly kind: 'link'; readonly pieces: readonly Inline[]; readonly address: string }

interface Token {
  readonly kind: 'text' | 'code' | 'marker' | 'image'
  text: string
  /** Of an image. */
  readonly address: string
  /** Of what stands within a link; the same object for all of it. */
  link: { readonly address: string } | null
}

/** A run of `*`, `_` or `~~` that may begin or end an emphasis. `left` of its signs are not used yet. */
interface Run {
  readonly token: number
  readonly sign: string
  readonly length: number
  left: number
  readonly opens: boolean
  readonly closes: boolean
}

/** A stretch of tokens, the second not included. */
type Emphasised = readonly [emphasis: Emphasis, from: number, to: number]

const SPECIAL = /\\[*_~`[\]|#>]|`+|\*+|_+|~+|!\[(?!\d{1,4}\](?!\())|\[\d{1,4}\]|[[\]]/g
/** An address with at most one pair of brackets within the other, as in `(https://x.example/a_(b))`, and a title. */
const TARGET = /\(([^\s()]+(?:\([^\s()]*\)[^\s()]*)*(?:[ \t]+"[^"\n]*")?)\)/y
const MARKER = /^\[\d/
/** What writes words without spaces beside a sign, so that `2*a*b` is not read as an emphasis; other scripts set particles directly behind one. */
const SPACED_SCRIPT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_]/u
const WORD = /[\p{L}\p{N}_]/u
/** So many brackets may be open at once; of more, the outermost stay text. It keeps hostile texts linear. */
const OPEN_BRACKETS = 32

/**
 * Splits a block's text into its pieces, in time linear in its length: emphasis by the delimiter stack of CommonMark 0.31 with its rules for where a run
 * may open and close loosened for scripts without spaces, strikethrough of GFM, code, links, images and citation markers. A mark that is not closed
 * stays text, and so does HTML.
 */
export function parseInline(source: string): Inline[] {
  const tokens: Token[] = []
  const runs: Run[] = []
  /** Tokens of brackets that may begin a link or an image. */
  let brackets: number[] = []
  const special = new RegExp(SPECIAL)
  const closing = closingBackticks(source)
  const put = (kind: Token['kind'], text: string, address = ''): void => {
    tokens.push({ kind, text, address, link: null })
  }
  /** What was opened at `bracket` ends here and leads to `address`. */
  const target = (bracket: number, address: string): void => {
    const opener = tokens[bracket]
    if (opener?.text === '![') {
      const within = tokens.splice(bracket)
      while ((runs.at(-1)?.token ?? -1) > bracket) runs.pop()
      const text = within.slice(1).map((token) => token.text)
      put('image', text.join(''), address)
      return
    }
    const link = { address }
    for (const token of tokens.slice(bracket)) token.link = link
    if (opener) opener.text = ''
    // There is no link within a link.
    brackets = []
  }
  let at = 0
  for (let match = special.exec(source); match !== null; match = special.exec(source)) {
    const [sign] = match
    if (match.index > at) put('text', source.slice(at, match.index))
    at = special.lastIndex
    if (sign[0] === '`') {
      const end = closing(match.index, sign.length)
      if (end === null) put('text', sign)
      else {
        put('code', unpadded(source.slice(at, end)))
        at = end + sign.length
      }
    } else if (sign[0] === '\\') put('text', sign.slice(1))
    else if (MARKER.test(sign)) put('marker', sign)
    else if (sign === '[' || sign === '![') {
      brackets.push(tokens.length)
      if (brackets.length > OPEN_BRACKETS) brackets.shift()
      put('text', sign)
    } else if (sign === ']') {
      TARGET.lastIndex = at
      const bracket = brackets.pop()
      const found = bracket === undefined ? null : TARGET.exec(source)
      if (bracket === undefined || found === null) put('text', sign)
      else {
        target(bracket, found[1] ?? '')
        at += found[0].length
      }
    } else {
      runs.push(runOf(source, match.index, sign, tokens.length))
      put('text', sign)
    }
    special.lastIndex = at
  }
  if (at < source.length) put('text', source.slice(at))
  return pieces(tokens, emphasised(runs, tokens))
}

/** The text of pieces as it is read, without where their links lead. */
export function plainText(pieces: readonly Inline[]): string {
  return pieces.map((piece) => (piece.kind === 'link' ? plainText(piece.pieces) : piece.text)).join('')
}

/** Whether the words of a link are where it leads, so that nothing has to be said beside them. */
export function isItsAddress({ pieces, address }: Extract<Inline, { kind: 'link' }>): boolean {
  return plainText(pieces) === address
}

/** Tells where a run of as many backticks as `length` follows one at `at`. Asked for in the order of the text. */
function closingBackticks(source: string): (at: number, length: number) => number | null {
  const places = new Map<number, number[]>()
  const next = new Map<number, number>()
  for (const { 0: run, index } of source.matchAll(/`+/g)) {
    const known = places.get(run.length)
    if (known) known.push(index)
    else places.set(run.length, [index])
  }
  return (at, length) => {
    const known = places.get(length) ?? []
    let index = next.get(length) ?? 0
    while (index < known.length && (known[index] ?? 0) <= at) index++
    next.set(length, index)
    return known[index] ?? null
  }
}

/** Code may have a space at both ends, so that it can begin with a backtick. */
function unpadded(code: string): string {
  const text = code.replaceAll('\n', ' ')
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text
}

function runOf(source: string, index: number, sign: string, token: number): Run {
  const before = source[index - 1] ?? ' '
  const after = source[index + sign.length] ?? ' '
  const base = { token, sign: sign[0] ?? '', length: sign.length, left: sign.length }
  // One tilde means "about".
  if (base.sign === '~' && sign.length !== 2) return { ...base, opens: false, closes: false }
  // One star between letters multiplies; an underscore there belongs to a name.
  const inner = base.sign === '_' ? WORD : sign === '*' ? SPACED_SCRIPT : null
  return {
    ...base,
    opens: !/\s/.test(after) && !inner?.test(before),
    closes: !/\s/.test(before) && !inner?.test(after),
  }
}

/** Pairs runs that open with runs that close. What is left of a run stays in the text of its token. */
function emphasised(runs: readonly Run[], tokens: readonly Token[]): Emphasised[] {
  const found: Emphasised[] = []
  const open: Run[] = []
  /** For each kind of closing run: no run up to this token opens it. */
  const bottoms = new Map<string, number>()
  for (const run of runs) {
    const kind = `${run.sign}${run.opens}${run.length % 3}`
    while (run.closes && run.left > 0) {
      let at = open.length - 1
      const bottom = bottoms.get(kind) ?? -1
      while (at >= 0 && (open[at]?.token ?? -1) > bottom && !matches(open[at], run)) at--
      const opener = open[at]
      if (opener === undefined || opener.token <= bottom) {
        bottoms.set(kind, Math.max(bottom, open.at(-1)?.token ?? bottom))
        break
      }
      const used = opener.left >= 2 && run.left >= 2 ? 2 : 1
      found.push([run.sign === '~' ? 'struck' : used === 2 ? 'bold' : 'italic', opener.token + 1, run.token])
      opener.left -= used
      run.left -= used
      open.length = opener.left > 0 ? at + 1 : at
    }
    if (run.opens && run.left > 0) open.push(run)
  }
  for (const { token, sign, left } of runs) {
    const text = tokens[token]
    if (text) text.text = sign.repeat(left)
  }
  return found
}

/** The "rule of three" of CommonMark: of `**a*b**`, the single star is none of the pair. */
function matches(opener: Run | undefined, closer: Run): boolean {
  if (opener?.sign !== closer.sign) return false
  const either = opener.closes || closer.opens
  return !either || (opener.length + closer.length) % 3 !== 0 || (opener.length % 3 === 0 && closer.length % 3 === 0)
}

function pieces(tokens: readonly Token[], emphasised: readonly Emphasised[]): Inline[] {
  const depth: Record<Emphasis, number> = { bold: 0, italic: 0, struck: 0 }
  const changes = new Map<number, { readonly emphasis: Emphasis; readonly by: 1 | -1 }[]>()
  const change = (token: number, emphasis: Emphasis, by: 1 | -1): void => {
    const known = changes.get(token)
    if (known) known.push({ emphasis, by })
    else changes.set(token, [{ emphasis, by }])
  }
  for (const [emphasis, from, to] of emphasised) {
    change(from, emphasis, 1)
    change(to, emphasis, -1)
  }
  const all: Inline[] = []
  const links: { readonly pieces: Inline[]; readonly address: string }[] = []
  let link: { readonly of: Token['link']; readonly pieces: Inline[] } = { of: null, pieces: all }
  for (const [index, token] of tokens.entries()) {
    for (const { emphasis, by } of changes.get(index) ?? []) depth[emphasis] += by
    if (token.link !== link.of) {
      link = { of: token.link, pieces: token.link === null ? all : [] }
      if (token.link !== null) {
        all.push({ kind: 'link', pieces: link.pieces, address: token.link.address })
        links.push({ pieces: link.pieces, address: token.link.address })
      }
    }
    if (token.text !== '' || token.kind === 'image') {
      add(
        link.pieces,
        token,
        EMPHASES.filter((emphasis) => depth[emphasis] > 0),
      )
    }
  }
  // Without words of its own, a link is its address.
  for (const { pieces, address } of links) if (pieces.length === 0) pieces.push({ kind: 'text', text: address, emphasis: [] })
  return all
}

const EMPHASES: readonly Emphasis[] = ['bold', 'italic', 'struck']

function add(pieces: Inline[], { kind, text, address }: Token, emphasis: readonly Emphasis[]): void {
  if (kind === 'marker') pieces.push({ kind, text })
  else if (kind === 'image') pieces.push({ kind, text, address })
  else {
    const last = pieces.at(-1)
    if (kind === 'text' && last?.kind === 'text' && last.emphasis.join() === emphasis.join()) {
      pieces[pieces.length - 1] = { kind, text: last.text + text, emphasis }
    } else pieces.push({ kind, text, emphasis })
  }
}
