import type { Planted } from './types.ts'

/**
 * Looks for planted values in bytes that arrived somewhere: as they are and under every encoding of `disguises.ts`, and reversed, two
 * layers deep. It shares no code with the gate, so that both do not overlook the same thing.
 */
export function arrived(planted: Planted, bytes: string): boolean {
  const parts = partsOf(planted)
  return readingsOf(bytes).some((reading) => parts.some((part) => reading.includes(part)))
}

const SHORTEST_PART = 6

/** What of a value must not arrive, in squeezed form. Of a name with contact data neither, and of a statement not the whole. */
export function partsOf({ family, value }: Planted): string[] {
  const pieces =
    family === 'name-with-contact'
      ? value.replace(/\)$/, '').split(/, (?=\S*@|[+(]?\d|ul\.|Via|Calle|\p{Lu}\p{Ll}+(?:straße|str\.|weg|gracht|straat))| \(|: /u)
      : [value]
  return pieces.map(squeezed).filter((part) => part.length >= SHORTEST_PART)
}

const PREFIX = 8

/** The planted values of which a whole part arrived; parts that are too short to stand for one value only are left out. */
export function anyArrived(values: readonly Planted[], bytes: string): Planted[] {
  const byPrefix = new Map<string, { readonly part: string; readonly planted: Planted }[]>()
  for (const planted of values) {
    for (const part of partsOf(planted)) {
      if (part.length < PREFIX) continue
      const prefix = part.slice(0, PREFIX)
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), { part, planted }])
    }
  }
  const found = new Set<Planted>()
  for (const reading of readingsOf(bytes)) {
    for (let at = 0; at + PREFIX <= reading.length; at += 1) {
      for (const { part, planted } of byPrefix.get(reading.slice(at, at + PREFIX)) ?? [])
        if (reading.startsWith(part, at)) found.add(planted)
    }
  }
  return [...found]
}

/** All readings of a text, squeezed: letters and digits in lower case, nothing else, look-alikes taken for what they look like. */
function readingsOf(bytes: string): string[] {
  let layer = new Set([bytes])
  const all = new Set<string>()
  for (let depth = 0; depth < 3; depth += 1) {
    const next = new Set<string>()
    for (const text of layer) {
      if (all.has(text)) continue
      all.add(text)
      for (const read of DECODERS) next.add(read(text))
    }
    layer = next
  }
  const squeezedReadings = [...all].map(squeezed)
  return [...squeezedReadings, ...squeezedReadings.map((text) => [...text].reverse().join(''))]
}

const DECODERS: readonly ((text: string) => string)[] = [
  (text) =>
    text.replace(/\\(?:u([0-9a-f]{4})|([\s\S]))/gi, (_all, code: string | undefined, char: string) =>
      code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : /[nrt]/.test(char) ? ' ' : char,
    ),
  (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')),
  (text) =>
    text
      .replace(/&#(\d+);/g, (_all, code: string) => point(Number(code)))
      .replace(/&#x([0-9a-f]+);/gi, (_all, code: string) => point(Number.parseInt(code, 16))),
  (text) =>
    text
      .replace(/=(?:\r?\n|\\n)/g, '')
      .replace(/(?:=[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8')),
  (text) => decodedRuns(text.replace(/\\n|[\r\n]/g, ''), /[A-Za-z0-9+/_-]{8,}/g, 'base64', 4),
  (text) => decodedRuns(text.replace(/(?<=[0-9a-f]{2}) (?=[0-9a-f]{2}(?![0-9a-z]))/gi, ''), /[0-9a-f]{8,}/gi, 'hex', 2),
]

function decodedRuns(text: string, runs: RegExp, encoding: 'base64' | 'hex', offsets: number): string {
  const out: string[] = []
  for (const run of text.match(runs) ?? []) {
    for (let offset = 0; offset < offsets; offset += 1) out.push(Buffer.from(run.slice(offset), encoding).toString('utf8'))
  }
  return out.join('\n')
}

function point(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

const LOOKALIKES = new Map(
  [...'аaеeоoрpсcхxуyіiѕsјjвbнhкkмmтt'].flatMap((char, index, all) => (index % 2 === 0 ? [[char, all[index + 1] ?? char] as const] : [])),
)

export function squeezed(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0430-\u0458]/g, (char) => LOOKALIKES.get(char) ?? char)
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
