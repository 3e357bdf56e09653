/** Deterministic pseudo-random numbers in [0, 1): Mulberry32, public domain, by Tommy Ettinger. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Template {
  readonly kind: string
  readonly text: string
}

/** `[kind]` begins a section, one template a line, `#` begins a comment, `\n` is a line break. */
export function parseTemplates(source: string): Template[] {
  const templates: Template[] = []
  let kind = ''
  for (const line of source.split(/\r?\n/)) {
    const section = /^\[(?<kind>[a-z-]+)\]$/.exec(line)?.groups?.kind
    if (section !== undefined) kind = section
    else if (line.trim() !== '' && !line.startsWith('#')) templates.push({ kind, text: line.trim().replaceAll('\\n', '\n') })
  }
  return templates
}

/** What the slots of a template are filled from; a slot's digit (`{org2}`) asks for another value of the same list. */
export type Slots = Readonly<Record<string, readonly string[]>>

const PRONOUNS: ReadonlyArray<Readonly<Record<string, string>>> = [
  { He: 'He', he: 'he', his: 'his', him: 'him' },
  { He: 'She', he: 'she', his: 'her', him: 'her' },
]

/** Fills a template. The same slot gets the same value throughout. Throws when a slot has no list. */
export function fillTemplate(text: string, slots: Slots, random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const chosen = new Map<string, string>(Object.entries(PRONOUNS[Math.floor(random() * 2)] ?? {}))
  const fill = (slot: string): string => {
    const known = chosen.get(slot)
    if (known !== undefined) return known
    const base = slot.replace(/\d$/, '')
    let value: string
    if (base === 'name') value = `${fill(`first${slot.slice(4)}`)} ${fill(`last${slot.slice(4)}`)}`
    else if (base === 'n') value = String(2 + Math.floor(random() * 38))
    else if (base === 'age') value = String(19 + Math.floor(random() * 60))
    else if (base === 'year') value = String(1995 + Math.floor(random() * 30))
    else {
      const list = slots[base]
      if (list === undefined) throw new Error(`No list for the slot {${slot}}.`)
      value = pick(list)
    }
    chosen.set(slot, value)
    return value
  }
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => fill(slot))
}

/** As people type: all in small letters, without full stops, or with letters swapped. */
export function sloppy(text: string, random: () => number): string {
  const style = random()
  if (style < 0.6) return text
  if (style < 0.8) return text.toLowerCase()
  if (style < 0.9) return text.toLowerCase().replace(/[.,](?=\s|$)/g, '')
  return text.replace(/\b(\p{L})(\p{L})(\p{L}{3,})\b/gu, (word, first: string, second: string, rest: string) =>
    random() < 0.06 ? first + rest.charAt(0) + second + rest.slice(1) : word,
  )
}
