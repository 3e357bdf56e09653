import { z } from 'zod'
import { DEPTH, factsOf, once, type PatternFacts, WIDTH } from './pattern-facts.ts'

const DistanceSchema = z.tuple([z.number(), z.number()])
/**
 * What is told of a pattern in a file: shortest and longest match, where its first sure digit stands, how many its group has, what may stand
 * before a match and at its first places (bits, as base64), the places by alternative, and the sets of literals of which every match holds one, each with its lead, rate
 * and cost.
 */
const WrittenFactsSchema = z.tuple([
  z.number(),
  z.number(),
  DistanceSchema.nullable(),
  z.number(),
  z.string(),
  z.array(z.string()),
  z.array(z.tuple([z.array(z.string()), DistanceSchema, z.number(), z.number()])),
])
type WrittenFacts = z.infer<typeof WrittenFactsSchema>
const FileSchema = z.record(z.string(), WrittenFactsSchema)

/** Facts by pattern, worked out beforehand. One that is not among them is worked out when it is needed. */
export type KnownFacts = ReadonlyMap<string, WrittenFacts>

export const NO_FACTS: KnownFacts = new Map()

/** Reads what {@link writeFacts} wrote. Throws when it is malformed. */
export function readFacts(json: string): KnownFacts {
  return new Map(Object.entries(FileSchema.parse(JSON.parse(json))))
}

/** A line for each pattern, in order of its text, so that two versions of the file can be compared. */
export function writeFacts(patterns: readonly RegExp[]): string {
  const lines = new Map<string, string>()
  for (const pattern of patterns) {
    const { minLength, maxLength, digit, groupDigits, before, places, placesByVariant, required } = factsOf(pattern)
    const written: WrittenFacts = [
      minLength,
      maxLength,
      digit === null ? null : [digit.min, digit.max],
      groupDigits(),
      packed([...before(), ...places()]),
      // A single alternative is the whole pattern.
      placesByVariant().length === 1 ? [] : placesByVariant().map((variant) => packed([...variant])),
      required.map(({ literals, lead, rate, cost }) => [[...literals], [lead.min, lead.max], rate, cost]),
    ]
    lines.set(keyOf(pattern), `${JSON.stringify(keyOf(pattern))}: ${JSON.stringify(written)}`)
  }
  return `{\n${[...lines]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, line]) => line)
    .join(',\n')}\n}\n`
}

/** Facts of a pattern from those that are known; what a file does not hold is read off the pattern when it is asked for. */
export function knownOr(known: KnownFacts, pattern: RegExp, workOut: () => PatternFacts): PatternFacts {
  const written = known.get(keyOf(pattern))
  if (written === undefined) return workOut()
  const facts = once(workOut)
  const [minLength, maxLength, digit, groupDigits, bits, variants, required] = written
  const sets = once(() => unpacked(bits, (DEPTH + 1) * WIDTH))
  return {
    minLength,
    maxLength,
    before: () => sets().subarray(0, WIDTH),
    places: () => sets().subarray(WIDTH),
    placesByVariant: once(() =>
      variants.length === 0 ? [sets().subarray(WIDTH)] : variants.map((variant) => unpacked(variant, DEPTH * WIDTH)),
    ),
    required: required.map(([literals, [min, max], rate, cost], index) => ({
      literals,
      lead: { min, max },
      rate,
      cost,
      between: once(() => facts().required[index]?.between() ?? new Uint8Array()),
    })),
    digit: digit === null ? null : { min: digit[0], max: digit[1] },
    groupDigits: () => groupDigits,
  }
}

/** Two patterns with the same match the same: their flags and their text. */
function keyOf({ source, flags }: RegExp): string {
  return `${flags} ${source}`
}

function packed(entries: readonly number[]): string {
  const bytes = Buffer.alloc(Math.ceil(entries.length / 8))
  for (const [at, entry] of entries.entries()) if (entry === 1) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7))
  return bytes.toString('base64')
}

function unpacked(bits: string, length: number): Uint8Array {
  const bytes = Buffer.from(bits, 'base64')
  const entries = new Uint8Array(length)
  for (let at = 0; at < length; at += 1) entries[at] = ((bytes[at >>> 3] ?? 0) >>> (at & 7)) & 1
  return entries
}
