import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generate } from '../request-label/examples.ts'

/** Sections of a text file: `[name]`, then one entry a line; `#` begins a comment. */
export function readSections(file: URL): Map<string, string[]> {
  const sections = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const name = /^\[([a-z]+)\]$/.exec(line)?.[1]
    if (name !== undefined) {
      lines = []
      sections.set(name, lines)
    } else if (line.trim() !== '' && !line.startsWith('#')) lines.push(line.trim())
  }
  return sections
}

/** Takes one of each `[a|b]`. */
export function choose(template: string, random: () => number): string {
  return template.replace(/\[([^\]]*)\]/g, (_, choices: string) => {
    const list = choices.split('|')
    return list[Math.floor(random() * list.length)] ?? ''
  })
}

interface Parts {
  readonly body: string
  readonly options: readonly string[]
}

/** Takes a question out of what its test puts around it. */
export function takeApart(prompt: string): Parts {
  let body = prompt.replace(/^(?:Please|You are given|Read|Your task|Consider|Generate)\b[^\n]*\n+(?=(?:Context|Question|Input):)/, '')
  body = body.replace(/^Context:\s*None\s*/i, '').replace(/\n+Provide (?:the|your)\b[^\n]*\\boxed[\s\S]*$/i, '')
  body = body
    .replace(/\n*Answer:\s*$/, '')
    .replace(/\n*After careful thought,[^\n]*\s*$/, '')
    .replace(/^Q:\s*/, '')
  body = body.replace(/\n+Options\s*:\s*/, '\n')
  const first = body.search(/(?:^|\n)A[.)] /)
  if (first < 0) return { body: body.replace(/^Question:\s*/, '').trim(), options: [] }
  const options = body
    .slice(first)
    .split(/\n(?=[A-J][.)] )/)
    .map((option) => option.replace(/^\s*[A-J][.)] /, '').trim())
    .filter((option) => option !== '')
  return {
    body: body
      .slice(0, first)
      .replace(/^Question:\s*/, '')
      .trim(),
    options,
  }
}

export interface Wrappers {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export function readWrappers(): Wrappers {
  const sections = readSections(new URL('wrappers.txt', import.meta.url))
  return { before: sections.get('before') ?? [], after: sections.get('after') ?? [] }
}

const STYLES: readonly ((letter: string, number: number) => string)[] = [
  (letter) => `${letter}. `,
  (letter) => `${letter}) `,
  (letter) => `(${letter}) `,
  (letter) => `${letter}: `,
  (_, number) => `${number}. `,
  () => '- ',
]

/** The same question under another instruction, its choices in another form and order, or left out. */
export function reword(prompt: string, { before, after }: Wrappers, random: () => number): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const { body, options } = takeApart(prompt)
  const parts: string[] = []
  for (const chance of [0.6, 0.3, 0.15]) if (random() < chance) parts.push(pick(before) ?? '')
  parts.push(random() < 0.2 ? `Question: ${body}` : body)
  if (options.length > 0 && random() < 0.75) {
    const style = pick(STYLES) ?? (() => '')
    const mixed = [...options]
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1))
      const held = mixed[at] ?? ''
      mixed[at] = mixed[other] ?? ''
      mixed[other] = held
    }
    if (random() < 0.3) parts.push(random() < 0.5 ? 'Options:' : 'Choices:')
    parts.push(mixed.map((option, index) => `${style(String.fromCharCode(65 + index), index + 1)}${option}`).join('\n'))
  }
  for (const chance of [0.65, 0.3, 0.15]) if (random() < chance) parts.push(pick(after) ?? '')
  const text = parts.join(pick(['\n', '\n\n', '\n\n', ' \n']))
  // Some tools send a prompt as the text of a list.
  return random() < 0.06 ? `['${text.replaceAll('\n', '\\n')}']` : text
}

/**
 * Requests of the two kinds of `requests.txt`, and those that the judgement on requests learns from as plain ones, unless they are
 * questions.
 */
export function makeRequests(times: number, random: () => number): { kind: string; prompt: string }[] {
  const lexicons = fileURLToPath(new URL('../../resources/lexicons', import.meta.url))
  const everyday = ['private-train.txt', 'public-train.txt'].flatMap((file) => generate(file, 2, 5, lexicons))
  const plain = everyday.filter(({ text }) => !/[?？]\s*$/.test(text)).map(({ text }) => ({ kind: 'plain', prompt: text }))
  const own = [...readSections(new URL('requests.txt', import.meta.url))].flatMap(([kind, templates]) =>
    templates.flatMap((template) => Array.from({ length: times }, () => ({ kind, prompt: choose(template, random) }))),
  )
  return [...own, ...plain]
}
