/** One character, or what a class stands for. */
export interface CharacterSet {
  readonly kind: 'set'
  /** 128 entries: whether the ASCII character belongs to it (also in the other case, where the pattern ignores case). */
  readonly ascii: Uint8Array
  /** Whether characters beyond ASCII may belong to it. */
  readonly foreign: boolean
  /** Whether a surrogate pair may belong to it. */
  readonly wide: boolean
  /** Its members when they are few and known, as written; null otherwise. */
  readonly members: readonly string[] | null
}

/** A regular expression as a tree. Look-around and edges match nothing themselves. */
export type PatternNode =
  | CharacterSet
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'edge'; readonly word: boolean }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negated: boolean; readonly item: PatternNode }
  | { readonly kind: 'reference'; readonly group: string }
  | { readonly kind: 'group'; readonly name: string; readonly item: PatternNode }

const FEW = 8
const ASCII = String.fromCharCode(...Array(128).keys())
const MAX_REPEAT = Number.POSITIVE_INFINITY

/**
 * Reads a JavaScript regular expression (flags g, i, u, y, s, m). Sets are found out by asking the engine itself, so that there is no second
 * opinion on what `\w` or `[^x]` holds. Throws on syntax that no rule uses (named classes of the `v` flag).
 */
export function parsePattern(pattern: RegExp, known: Known = new Map()): PatternNode {
  if (pattern.flags.includes('v')) throw new Error('patterns with the flag v are not read')
  return new PatternReader(pattern.source, pattern.flags.replaceAll(/[gydms]/g, ''), known).read()
}

/** Sets that were met before, by flags and source: a few dozen classes make up most patterns. */
type Known = Map<string, CharacterSet>

class PatternReader {
  readonly #source: string
  readonly #known: Known
  readonly #flags: string
  #at = 0
  #groups = 0

  constructor(source: string, flags: string, known: Known) {
    this.#source = source
    this.#flags = flags
    this.#known = known
  }

  read(): PatternNode {
    const node = this.#choice()
    if (this.#at < this.#source.length) throw new Error(`unexpected ${this.#peek()} at ${this.#at}`)
    return node
  }

  #peek(length = 1): string {
    return this.#source.slice(this.#at, this.#at + length)
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #choice(): PatternNode {
    const options = [this.#sequence()]
    while (this.#take('|')) options.push(this.#sequence())
    const [only] = options
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options }
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = []
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') items.push(this.#quantified())
    return { kind: 'sequence', items }
  }

  #quantified(): PatternNode {
    const item = this.#atom()
    if (!'*+?{'.includes(this.#peek() || ' ')) return item
    const counts = /^(?:\*|\+|\?|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at, this.#at + 16))
    if (counts === null) return item
    this.#at += counts[0].length
    this.#take('?')
    const [written, least = '', comma, most = ''] = counts
    if (written === '*') return { kind: 'repeat', item, min: 0, max: MAX_REPEAT }
    if (written === '+') return { kind: 'repeat', item, min: 1, max: MAX_REPEAT }
    if (written === '?') return { kind: 'repeat', item, min: 0, max: 1 }
    return { kind: 'repeat', item, min: Number(least), max: comma === '' ? Number(least) : most === '' ? MAX_REPEAT : Number(most) }
  }

  #atom(): PatternNode {
    if (this.#take('\\b')) return { kind: 'edge', word: true }
    if (this.#take('^') || this.#take('$') || this.#take('\\B')) return { kind: 'edge', word: false }
    if (this.#take('(')) return this.#group()
    if (this.#peek() === '[') return this.#set(this.#classSource())
    if (this.#peek() === '\\') return this.#escape()
    const point = this.#source.codePointAt(this.#at) ?? 0
    const character = this.#flags.includes('u') ? String.fromCodePoint(point) : this.#peek()
    this.#at += character.length
    return character === '.' ? this.#set('.') : this.#set(character, [character])
  }

  #group(): PatternNode {
    const look = /^\?(<?)([=!])/.exec(this.#peek(3))
    if (look !== null) {
      this.#at += look[0].length
      const item = this.#closed()
      return { kind: 'look', ahead: look[1] === '', negated: look[2] === '!', item }
    }
    if (this.#take('?:')) return this.#closed()
    this.#groups += 1
    const name = /^\?<(\w+)>/.exec(this.#peek(40))
    const number = String(this.#groups)
    if (name !== null) this.#at += name[0].length
    return { kind: 'group', name: name?.[1] ?? number, item: this.#closed() }
  }

  #closed(): PatternNode {
    const item = this.#choice()
    if (!this.#take(')')) throw new Error(`a group is not closed at ${this.#at}`)
    return item
  }

  #escape(): PatternNode {
    const named = /^\\k<(\w+)>/.exec(this.#peek(40))
    const numbered = /^\\([1-9]\d?)/.exec(this.#peek(3))
    const reference = named ?? numbered
    if (reference !== null) {
      this.#at += reference[0].length
      return { kind: 'reference', group: reference[1] ?? '' }
    }
    const escaped =
      /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|[\s\S])/.exec(this.#peek(40))?.[0] ?? this.#peek(2)
    this.#at += escaped.length
    return this.#set(escaped, membersOfEscape(escaped))
  }

  #classSource(): string {
    const start = this.#at
    this.#at += 1
    while (this.#at < this.#source.length && this.#peek() !== ']') this.#at += this.#peek() === '\\' ? 2 : 1
    this.#at += 1
    return this.#source.slice(start, this.#at)
  }

  #set(source: string, members?: readonly string[] | null): CharacterSet {
    const key = `${this.#flags} ${source}`
    const known = this.#known.get(key) ?? this.#read(source, members === undefined ? membersOfClass(source) : members)
    this.#known.set(key, known)
    return known
  }

  /** One character of ASCII is what it is; about anything else the engine is asked. */
  #read(source: string, members: readonly string[] | null): CharacterSet {
    const [only = ''] = members?.length === 1 ? members : []
    if (only.length !== 1 || only.charCodeAt(0) >= ASCII.length) return this.#ask(source, members)
    const ignoresCase = this.#flags.includes('i')
    const ascii = new Uint8Array(ASCII.length)
    for (const form of ignoresCase ? [only.toLowerCase(), only.toUpperCase()] : [only]) ascii[form.charCodeAt(0)] = 1
    return { kind: 'set', ascii, foreign: ignoresCase && this.#flags.includes('u') && /[ks]/i.test(only), wide: false, members }
  }

  #ask(source: string, members: readonly string[] | null): CharacterSet {
    const matcher = new RegExp(/^[\\[.]/.test(source) ? source : RegExp.escape(source), `${this.#flags}gs`)
    const ascii = new Uint8Array(128)
    for (const { index } of ASCII.matchAll(matcher)) ascii[index] = 1
    // The dot of a pattern without the flag s: a line break more than it takes does no harm, a superset is all that is needed.
    const ignoresCase = this.#flags.includes('i') && this.#flags.includes('u')
    const open = source === '.' || /^\[\^|\\[pPDWS]/.test(source)
    const foreign =
      open ||
      [...source].some((letter) => letter.charCodeAt(0) > 127) ||
      /\\[us]/.test(source) ||
      (ignoresCase && (ascii[115] === 1 || ascii[107] === 1)) ||
      /\\x[89a-fA-F]/.test(source)
    return { kind: 'set', ascii, foreign, wide: this.#flags.includes('u') && (open || /[\ud800-\udfff]|\\u\{/.test(source)), members }
  }
}

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' }

function membersOfEscape(escaped: string): readonly string[] | null {
  const code = /^\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))$/.exec(escaped)
  if (code !== null) return [String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16))]
  const letter = escaped.charAt(1)
  if (CONTROL[letter] !== undefined) return [CONTROL[letter]]
  return /[A-Za-z0-9]/.test(letter) ? null : [letter]
}

/** Of a class of a few plain characters and short ranges. */
function membersOfClass(source: string): readonly string[] | null {
  const plain = source.replaceAll(/\\[ntr]/g, (written) => CONTROL[written.charAt(1)] ?? written)
  if (!plain.startsWith('[') || plain.startsWith('[^') || /\\[a-zA-Z]/.test(plain)) return null
  const inside = [...plain.slice(1, -1).replaceAll(/\\(.)/g, '$1\u0000')]
  const members: string[] = []
  for (let index = 0; index < inside.length; index += 1) {
    const member = inside[index] ?? ''
    if (member === '\u0000') continue
    if (inside[index + 1] === '-' && inside[index + 2] !== undefined && inside[index + 2] !== '\u0000') {
      const [from, to] = [member.codePointAt(0) ?? 0, inside[index + 2]?.codePointAt(0) ?? 0]
      if (to - from >= FEW) return null
      for (let code = from; code <= to; code += 1) members.push(String.fromCodePoint(code))
      index += 2
    } else members.push(member)
    if (members.length > FEW) return null
  }
  return members
}
