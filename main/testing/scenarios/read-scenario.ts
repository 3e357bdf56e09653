import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Scenario, ScenarioSchema } from '#contracts/scenario.ts'

/** Something wrong in a scenario's file. Line and column are 1-based. */
export interface ScenarioProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

export type ReadScenario = { readonly scenario: Scenario } | { readonly problems: readonly ScenarioProblem[] }

/** Aliases can make a small file huge; scenarios need none. */
const MOST_ALIASES = 0
const MOST_CHARS = 500_000

/** Reads a scenario. Never throws: what is wrong is told with its place. */
export function readScenario(text: string, file: string): ReadScenario {
  if (text.length > MOST_CHARS)
    return { problems: [{ file, line: 1, column: 1, message: `The file is longer than ${MOST_CHARS} characters.` }] }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const placeOf = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, message }) => ({ file, ...placeOf(pos[0]), message: message.split('\n')[0] ?? message })),
    }
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch {
    return { problems: [{ file, line: 1, column: 1, message: 'Aliases (*name) are not allowed in a scenario.' }] }
  }
  const parsed = ScenarioSchema.safeParse(value)
  if (parsed.success) return { scenario: parsed.data }
  const problems = parsed.error.issues
    .flatMap((issue) => flatten(issue))
    .map(({ path, message }) => ({ file, ...placeOf(offsetOf(document.contents, path)), message }))
  return { problems }
}

interface Told {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Of a step that is none of the kinds, the problems of the kind that it is most like: the one whose key it has. */
function flatten(issue: z.core.$ZodIssue, base: readonly PropertyKey[] = []): Told[] {
  const path = [...base, ...issue.path]
  if (issue.code !== 'invalid_union') {
    const where = path.length === 0 ? '' : `${path.filter((part) => typeof part === 'string').join('.')}: `
    return [{ path: issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path, message: `${where}${issue.message}` }]
  }
  // Every kind that the step is not says that its key is unknown.
  const nearest = issue.errors.find((issues) => !issues.some(({ code, path: at }) => code === 'unrecognized_keys' && at.length === 0))
  if (nearest === undefined)
    return [{ path, message: 'This is no step or expectation that there is. See the schema: tidegate test schema' }]
  return nearest.flatMap((inner) => flatten(inner, path))
}

/** Where the value at a path begins; of one that is missing, where its parent does. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part)
      if (pair === undefined) return offset
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
