import { z } from 'zod'
import { type Criterion, ScoreSchema } from '#contracts/judgement.ts'

/** What stands in an answer; null where the judge did not do as it was asked. */
export function readScores(
  answer: string,
  rubric: readonly Criterion[],
): { readonly scores: Partial<Record<Criterion, number>>; readonly why: string } | null {
  const found = lastObject(answer)
  const shape = z.object(Object.fromEntries(rubric.map((criterion) => [criterion, ScoreSchema])))
  const scores = shape.safeParse(found)
  if (!scores.success) return null
  const why = z.object({ why: z.string() }).safeParse(found)
  return { scores: scores.data, why: why.success ? why.data.why.slice(0, 2_000) : '' }
}

/** Which draft an answer prefers; null where it says neither. */
export function readPreference(answer: string): 'A' | 'B' | 'tie' | null {
  const read = z.object({ better: z.enum(['A', 'B', 'tie']) }).safeParse(lastObject(answer))
  return read.success ? read.data.better : null
}

/** The answer stands at the end: so many characters of it are read, and so many pairs of braces tried. */
const READ = 20_000
const MOST_TRIED = 400

/** The last JSON object of a text: models think aloud before they answer, and wrap it in a fence. */
function lastObject(answer: string): unknown {
  const text = answer.slice(-READ)
  let tried = 0
  for (const end of places(text, '}')) {
    for (const start of places(text.slice(0, end), '{')) {
      tried += 1
      if (tried > MOST_TRIED) return undefined
      const object = parsed(text.slice(start, end + 1))
      if (object !== undefined) return object
    }
  }
  return undefined
}

/** Where a character stands, from the end. */
function* places(text: string, character: string): Generator<number> {
  // A search from before the beginning would begin at the beginning again.
  for (let at = text.lastIndexOf(character); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(character, at - 1)) yield at
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not yet an object: a brace within a string, or one too few.
    return undefined
  }
}
