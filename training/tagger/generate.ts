import { readFileSync } from 'node:fs'
import type { Document } from './documents.ts'
import { createFillers, type Fillers } from './fillers.ts'
import { addNoise, type Segment } from './noise.ts'
import { createRandom } from './random.ts'

/** Templates of a file: separated by a line with three dashes. `[a|b]` is a choice, `{name}` a slot. */
export function readTemplates(name: string): string[] {
  return readFileSync(new URL(`./templates/${name}.txt`, import.meta.url), 'utf8')
    .split(/^---$/m)
    .map((template) => template.replace(/^\n|\n$/g, ''))
    .filter((template) => template !== '')
}

const CHOICE = /\[([^[\]{}]*(?:\{[^}]*\}[^[\]{}]*)*)\]/g

/** Takes one alternative of every choice. */
function choose(template: string, random: () => number): string {
  return template.replace(CHOICE, (whole, inner: string) => {
    if (!inner.includes('|')) return whole
    const options = inner.replaceAll('\\|', '\u0001').split('|')
    return (options[Math.floor(random() * options.length)] ?? '').replaceAll('\u0001', '|')
  })
}

const SLOT = /\{([A-Za-z]+?)(\d?)\}/g

/** Fills the slots of a template; what a slot names becomes a labelled segment. */
export function fill(template: string, fillers: Fillers, random: () => number): Segment[] {
  const chosen = choose(template, random)
  const segments: Segment[] = []
  let last = 0
  for (const match of chosen.matchAll(SLOT)) {
    segments.push({ text: chosen.slice(last, match.index), type: null })
    segments.push(...fillers.fill(match[1] ?? '', match[2] ?? '', match[0]))
    last = match.index + match[0].length
  }
  segments.push({ text: chosen.slice(last), type: null })
  return segments.filter(({ text }) => text !== '')
}

export function toDocument(segments: readonly Segment[], group: string, weight: number): Document {
  let text = ''
  const spans: [number, number, string][] = []
  for (const segment of segments) {
    const last = spans.at(-1)
    // A first and a last name with a blank between them are one name.
    if (segment.type === 'PERSON' && last?.[2] === 'PERSON' && text.slice(last[1]) === ' ') last[1] = text.length + segment.text.length
    else if (segment.type !== null) spans.push([text.length, text.length + segment.text.length, segment.type])
    text += segment.text
  }
  return { text, spans, group, weight }
}

const HIDDEN = 0.15

/** Fills every template of the given files `times` times; the same seed gives the same texts. */
export function generate(
  files: readonly { readonly name: string; readonly times: number; readonly weight: number }[],
  seed: number,
): Document[] {
  const random = createRandom(seed)
  return files.flatMap(({ name, times, weight }) =>
    readTemplates(name).flatMap((template) =>
      Array.from({ length: times }, () => ({
        ...toDocument(addNoise(fill(template, createFillers(random), random), random), name, weight),
        hidden: HIDDEN,
      })),
    ),
  )
}
