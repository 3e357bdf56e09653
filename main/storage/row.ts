import { z } from 'zod'
import { ErrorValueSchema, TidegateError } from '#contracts/errors.ts'

/** A TEXT column that holds JSON of the given shape. */
export function jsonColumn<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)
}

/** An INTEGER column that holds 0 or 1. */
export const booleanColumn = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1)

export const errorColumn = z.union([z.null(), jsonColumn(ErrorValueSchema)])

/** Reads a row as the contract describes it. Throws DATABASE_DAMAGED, without quoting the row, when it is something else. */
export function readRow<T extends z.ZodType>(schema: T, row: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new TidegateError(
    'DATABASE_DAMAGED',
    `A stored ${what} cannot be read (${path}). Restore a backup from the data folder's "backups".`,
  )
}

export function readRows<T extends z.ZodType>(schema: T, rows: readonly unknown[], what: string): z.output<T>[] {
  return rows.map((row) => readRow(schema, row, what))
}
