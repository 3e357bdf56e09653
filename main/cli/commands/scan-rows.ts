import { once } from 'node:events'
import { z } from 'zod'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { type Classification, type Classifier, splitEvidence } from '../../privacy/index.ts'
import { parseJsonLine, readLines } from '../input.ts'

const RowSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

/** Results are written in pieces of about this many characters: one write a row costs more than many a scan. */
const WRITE_AT = 1 << 16

/**
 * `scan --jsonl`: one line `{id, label, findings, evidence}` for each row `{id, text}`, in their order. A row that is none is reported on stderr with
 * its number and the rest goes on; the exit code is then 1. Memory does not grow with the rows: reading waits for whoever reads the output.
 */
export async function scanRows(path: string, classifier: Classifier): Promise<number> {
  let number = 0
  let failed = 0
  let out = ''
  const write = (): boolean => {
    const piece = out
    out = ''
    return piece === '' || process.stdout.write(piece)
  }
  const add = (line: string): void => {
    // Runs when what was read is used up: whoever sends one row and waits for its result gets it.
    if (out === '') setImmediate(write)
    out += line
  }
  const report = (problem: string): void => {
    failed += 1
    process.stderr.write(`tidegate: ${problem}\n`)
  }
  for await (const line of readLines(path)) {
    number += 1
    if (line.trim() === '') continue
    try {
      const row = rowOf(line, number)
      const found = scanSafely(classifier, row.text, () => report(`Line ${number} could not be checked, so it counts as restricted.`))
      add(`${JSON.stringify({ id: row.id, label: found.label, ...splitEvidence(found.findings) })}\n`)
    } catch (error) {
      if (!(error instanceof TidegateError)) throw error
      report(error.message)
    }
    if (out.length >= WRITE_AT && !write()) await once(process.stdout, 'drain')
  }
  if (!write()) await once(process.stdout, 'drain')
  return failed === 0 ? EXIT.ok : EXIT.failure
}

function rowOf(line: string, number: number): z.infer<typeof RowSchema> {
  const row = RowSchema.safeParse(parseJsonLine(line, number))
  if (!row.success) throw new TidegateError('BAD_INPUT', `Line ${number} needs an "id" and a "text".`)
  return row.data
}

/** A defect in one row must not lose the rows behind it, and a text that was not checked is no public one. */
function scanSafely(classifier: Classifier, text: string, onFailure: () => void): Classification {
  try {
    return classifier.scan(text)
  } catch {
    onFailure()
    return { label: 'restricted', findings: [] }
  }
}
