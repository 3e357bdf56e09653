import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { type Box, BoxSchema, type Fingerprint, FingerprintSchema } from '#contracts/visual-diff.ts'

/** A labelled pair of pictures. Paths are as written. */
export interface PictureRow {
  readonly id: string
  readonly before: string
  readonly after: string
  /** Whether the app's screen really changed. */
  readonly changed: boolean
  /** Whether both were drawn in one environment. */
  readonly sameEnvironment: boolean
  /** Kind of pair, for the report; `-` when not given. */
  readonly kind: string
  /** Where the changes are; empty when not labelled. */
  readonly boxes: readonly Box[]
  readonly masks: readonly Box[]
  readonly fingerprints: { readonly before: Fingerprint; readonly after: Fingerprint } | null
}

const AnyBox = z.union([BoxSchema, z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()])])
const Path = z.string().min(1)
const RowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  name: z.string().optional(),
  kind: z.string().optional(),
  category: z.string().optional(),
  sameEnvironment: z.boolean().optional(),
  sameFingerprint: z.boolean().optional(),
  same_fingerprint: z.boolean().optional(),
  beforeFingerprint: FingerprintSchema.optional(),
  afterFingerprint: FingerprintSchema.optional(),
  boxes: z.array(AnyBox).optional(),
  regions: z.array(AnyBox).optional(),
  box: AnyBox.optional(),
  masks: z.array(AnyBox).optional(),
  ignore: z.array(AnyBox).optional(),
})

/** Names under which the two pictures and the label are looked for, the first that is there. */
export const BEFORE_FIELDS = ['before', 'baseline', 'a', 'expected', 'left'] as const
export const AFTER_FIELDS = ['after', 'actual', 'b', 'current', 'right', 'candidate'] as const
export const LABEL_FIELDS = ['changed', 'label', 'expect', 'real', 'different', 'verdict'] as const

const CHANGED: Readonly<Record<string, boolean>> = {
  true: true,
  changed: true,
  change: true,
  different: true,
  fail: true,
  real: true,
  '1': true,
  // Of a pair from two environments: a person must look, whatever changed.
  'needs-review': true,
  review: true,
  false: false,
  same: false,
  equal: false,
  identical: false,
  pass: false,
  unchanged: false,
  noise: false,
  '0': false,
}

/** Reads a labelled row. Throws BAD_INPUT naming the place and what is missing. */
export function parsePictureRow(value: unknown, place: string): PictureRow {
  const parsed = RowSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new TidegateError('BAD_INPUT', `${place}: ${issue?.path.join('.') || 'it'} is not as expected: ${issue?.message ?? 'unknown'}.`)
  }
  const row = parsed.data
  const before = first(row, BEFORE_FIELDS)
  const after = first(row, AFTER_FIELDS)
  if (before === undefined || after === undefined) {
    throw new TidegateError('BAD_INPUT', `${place}: a row names its pictures as "before" and "after".`)
  }
  const label = String(first(row, LABEL_FIELDS)).toLowerCase().replaceAll(/[\s_]/g, '-')
  const changed = CHANGED[label]
  if (changed === undefined) throw new TidegateError('BAD_INPUT', `${place}: "changed" is neither true nor false.`)
  const { beforeFingerprint, afterFingerprint } = row
  return {
    id: String(row.id ?? row.name ?? place),
    before: pathOf(before, place),
    after: pathOf(after, place),
    changed,
    sameEnvironment: row.sameEnvironment ?? row.sameFingerprint ?? row.same_fingerprint ?? !label.endsWith('review'),
    kind: row.kind ?? row.category ?? '-',
    boxes: (row.boxes ?? row.regions ?? (row.box === undefined ? [] : [row.box])).map(toBox),
    masks: (row.masks ?? row.ignore ?? []).map(toBox),
    fingerprints: beforeFingerprint && afterFingerprint ? { before: beforeFingerprint, after: afterFingerprint } : null,
  }
}

function first(row: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => row[name]).find((value) => value !== undefined)
}

function pathOf(value: unknown, place: string): string {
  const path = Path.safeParse(value)
  if (!path.success) throw new TidegateError('BAD_INPUT', `${place}: a picture is the path of a PNG file.`)
  return path.data
}

function toBox(box: z.infer<typeof AnyBox>): Box {
  if (!Array.isArray(box)) return box
  const [x, y, width, height] = box
  return { x: Math.round(x), y: Math.round(y), width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) }
}
