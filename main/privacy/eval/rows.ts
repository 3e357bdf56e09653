import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

const SpanSchema = z.tuple([z.number().int().nonnegative(), z.number().int().positive(), z.string().min(1)])
const UnitsSchema = z.union([z.string(), z.array(z.string())])

const RowSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string().optional(),
  /** Other names of `text`, as sets of chat prompts have them. */
  prompt: z.string().optional(),
  user_query: z.string().optional(),
  /** Half-open, UTF-16 code units of the text. null where nobody marked them. */
  spans: z.array(SpanSchema).nullish(),
  /** What must not leave: a list, or one string with `||` between the units. */
  units: UnitsSchema.nullish(),
  pii_units: UnitsSchema.nullish(),
  label: z.union([z.literal(0), z.literal(1), z.boolean(), z.string().min(1)]).nullish(),
  group: z.string().min(1).nullish(),
  source: z.string().min(1).nullish(),
  origin: z.string().min(1).nullish(),
  rule: z.unknown().optional(),
})

/** Names that say by themselves whether a text is private. */
const PRIVATE_NAMES: ReadonlySet<string> = new Set(
  '1 true yes private sensitive confidential restricted internal personal secret positive'.split(' '),
)
const PUBLIC_NAMES: ReadonlySet<string> = new Set(
  '0 false no public harmless clean safe benign none not_private nonprivate non-private not_sensitive negative reasoning'.split(' '),
)

/** What is known of a row labelled as a whole. */
export interface RowLabel {
  /** null for a row that is neither private nor harmless (an attack): it is reported by group and left out of the totals. */
  readonly positive: boolean | null
  /** The label's own name, where it is one. */
  readonly category: string | null
  readonly group: string | null
  readonly source: string | null
  /** `secrets`: does it hold a credential; `prompts`: is the request private. */
  readonly kind: 'secrets' | 'prompts'
}

export interface RowSpan {
  readonly start: number
  readonly end: number
  readonly type: string
}

/** One row of labelled data. It has spans, units, a label, or several of them; other fields of the line are ignored. */
export interface Row {
  readonly text: string
  /** null where nobody marked them. */
  readonly spans: readonly RowSpan[] | null
  /** null where the row has no such field. */
  readonly units: readonly string[] | null
  readonly label: RowLabel | null
}

/** Reads one line. Throws BAD_INPUT that names the line (from 1) and what is wrong, never its text. */
export function parseRow(line: string, lineNumber: number): Row {
  const fail = (problem: string, cause?: unknown): TidegateError =>
    new TidegateError('BAD_INPUT', `Line ${lineNumber}: ${problem}`, cause === undefined ? {} : { cause })
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (cause) {
    throw fail('not valid JSON. Each line must be one JSON object.', cause)
  }
  const parsed = RowSchema.safeParse(json)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.') ?? ''
    throw fail(field === '' ? 'not a JSON object.' : `the field "${field}" is missing or malformed.`)
  }
  const fields = parsed.data
  const text = fields.text ?? fields.prompt ?? fields.user_query
  if (text === undefined) throw fail('the field "text" is missing.')
  const units = fields.units ?? fields.pii_units ?? null
  const label = labelOf(fields, fail)
  const spans = fields.spans ?? null
  if (spans === null && units === null && label === null) throw fail('needs "spans", "units" or "label".')
  if (spans?.some(([start, end]) => start >= end || end > text.length) === true) {
    throw fail('a span is empty or lies outside the text.')
  }
  return {
    text,
    spans: spans?.map(([start, end, type]) => ({ start, end, type })) ?? null,
    units: units === null ? null : unitsOf(units),
    label,
  }
}

function labelOf(fields: z.infer<typeof RowSchema>, fail: (problem: string) => TidegateError): RowLabel | null {
  const { label, group } = fields
  if (label === undefined || label === null) return null
  return {
    positive: typeof label === 'string' ? truthOf(label, group ?? null, fail) : Boolean(label),
    category: typeof label === 'string' ? label : null,
    group: group ?? null,
    source: fields.source ?? fields.origin ?? null,
    // Fixtures of secret scanners carry the places of the secrets, or the rule that they are for.
    kind: group === undefined && (fields.spans !== undefined || fields.rule !== undefined) ? 'secrets' : 'prompts',
  }
}

/** A row's group outranks its label, which may name a category of the group. */
function truthOf(label: string, group: string | null, fail: (problem: string) => TidegateError): boolean | null {
  for (const name of [group, label]) {
    const key = name?.trim().toLowerCase() ?? ''
    if (PRIVATE_NAMES.has(key)) return true
    if (PUBLIC_NAMES.has(key)) return false
  }
  if (group === null) throw fail('the field "label" is a name that says neither private nor public, and there is no "group".')
  return null
}

/** Trimmed, without empty ones and without repetitions (whatever the case). */
function unitsOf(units: string | readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const unit of typeof units === 'string' ? units.split('||') : units) {
    const trimmed = unit.trim()
    if (trimmed !== '' && !seen.has(trimmed.toLowerCase())) seen.set(trimmed.toLowerCase(), trimmed)
  }
  return [...seen.values()]
}
