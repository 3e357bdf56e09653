import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

const SpanSchema = z.tuple([z.number().int().nonnegative(), z.number().int().positive(), z.string().min(1)])

const RowSchema = z.object({
  text: z.string(),
  /** Half-open, UTF-16 code units of `text`. */
  /** null where nobody marked them. */
  spans: z.array(SpanSchema).nullish(),
  /** 1 private, 0 not; a name (the category of a grouped row) says nothing by itself. */
  label: z.union([z.literal(0), z.literal(1), z.string().min(1)]).optional(),
  group: z.string().min(1).optional(),
})

/** One labelled row; other fields of the line are ignored. It has spans, a label, or both. */
export type Row = z.infer<typeof RowSchema>

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
  const row = parsed.data
  if ((row.spans ?? null) === null && row.label === undefined) throw fail('needs "spans" or "label".')
  if (typeof row.label === 'string' && row.group === undefined) throw fail('a label that is a name needs a "group".')
  if (row.spans?.some(([start, end]) => start >= end || end > row.text.length) === true) {
    throw fail('a span is empty or lies outside the text.')
  }
  return row
}
