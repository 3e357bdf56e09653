import { Validator } from '@cfworker/json-schema'
import type { StructuredResult } from '#contracts/templates.ts'

/** Bounds of a schema that somebody gives, so that checking against it costs little. Characters and counts. */
export const SCHEMA_LIMITS = { chars: 20_000, depth: 12, nodes: 500, enumValues: 200 } as const
const MOST_REASONS = 20
/**
 * Bounds of a value that is checked: its parts and levels, checks of one part against one schema, and pairs of items that are compared where
 * none may be equal. What the last two allow takes less than a second each.
 */
const VALUE_LIMITS = { parts: 10_000, depth: 100, checks: 100_000, pairs: 4_000_000 } as const

type SchemaObject = Readonly<Record<string, unknown>>
type ParsedSchema = { readonly ok: true; readonly schema: SchemaObject } | { readonly ok: false; readonly reason: string }

const NUMBERS = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])
const COUNTS = new Set(['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'])
const TEXTS = new Set(['title', 'description', '$schema', '$comment'])
const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])
/** Formats whose check is a fixed, linear pattern. */
const FORMATS = new Set(['date', 'time', 'date-time', 'uuid'])

/**
 * A JSON schema within the subset that is checked: types, properties, required, items, enum, const, bounds, anyOf and additionalProperties.
 * `pattern` and `$ref` are refused: the one can take exponential time, the other can be endless. The reason quotes keywords only.
 */
export function parseJsonSchema(text: string): ParsedSchema {
  if (text.length > SCHEMA_LIMITS.chars) return refused(`It is longer than ${SCHEMA_LIMITS.chars} characters.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refused('It is not JSON.')
  }
  if (!isObject(value)) return refused('It must be a JSON object.')
  const count = { nodes: 0 }
  const problem = problemOf(value, 0, count)
  return problem === null ? { ok: true, schema: value } : refused(problem)
}

/** Checks a value against a schema of {@link parseJsonSchema}. Interpreted: no code is generated from what somebody gave. */
export function checkAgainst(schema: unknown, value: unknown): StructuredResult {
  if (!isObject(schema)) return { valid: true, reasons: [] }
  const tooMuch = tooMuchToCheck(schema, value)
  if (tooMuch !== null) return { valid: false, reasons: [tooMuch] }
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(value)
  // The checker reports a failure once for each level above it; the innermost says what is wrong.
  const told = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')
  const reasons = (told.length > 0 ? told : errors).map(({ instanceLocation, error }) => `${placeOf(instanceLocation)}: ${error}`)
  return { valid, reasons: [...new Set(reasons)].slice(0, MOST_REASONS) }
}

function tooMuchToCheck(schema: SchemaObject, value: unknown): string | null {
  const size = sizeOf(value)
  if (size === null) return 'The answer has too many parts, or is nested too deep, to be checked.'
  if (size.parts * mostAtOnce(schema, checksOf) > VALUE_LIMITS.checks)
    return 'The answer has too many parts to be checked against so many alternatives ("anyOf", "enum") or names ("required").'
  if (size.parts * size.widest * mostAtOnce(schema, ({ uniqueItems }) => (uniqueItems === true ? 1 : 0)) > VALUE_LIMITS.pairs)
    return 'The answer has too many items to be checked for equal ones ("uniqueItems").'
  return null
}

/** Five names that are missing, or twenty values that it is not, cost about as much as a schema that it does not satisfy. */
function checksOf({ required, enum: values }: SchemaObject): number {
  return 1 + (Array.isArray(required) ? required.length / 5 : 0) + (Array.isArray(values) ? values.length / 20 : 0)
}

/** The parts of a value, itself included, and of its widest; null above the bounds. Without recursion: it may be as deep as it is long. */
function sizeOf(value: unknown): { readonly parts: number; readonly widest: number } | null {
  const open = [{ value, depth: 0 }]
  let parts = 1
  let widest = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    const inner: readonly unknown[] = Object.values(next.value)
    parts += inner.length
    widest = Math.max(widest, inner.length)
    if (parts > VALUE_LIMITS.parts || next.depth >= VALUE_LIMITS.depth) return null
    for (const part of inner) open.push({ value: part, depth: next.depth + 1 })
  }
  return { parts, widest }
}

/** What the schemas count for that one part of a value may be held against: all alternatives, and of a schema's places the widest. */
function mostAtOnce(schema: unknown, count: (schema: SchemaObject) => number): number {
  if (!isObject(schema)) return 0
  const inside = (inner: unknown): number => mostAtOnce(inner, count)
  const { anyOf, properties, additionalProperties, items } = schema
  const alternatives = Array.isArray(anyOf) ? anyOf.reduce((sum: number, one) => sum + inside(one), 0) : 0
  const named = isObject(properties) ? Math.max(0, ...Object.values(properties).map(inside)) : 0
  return alternatives + Math.max(count(schema), named + inside(additionalProperties), inside(items))
}

function placeOf(location: string): string {
  return location === '#' ? 'the value' : location.replace(/^#\//, '')
}

function problemOf(schema: SchemaObject, depth: number, count: { nodes: number }): string | null {
  count.nodes += 1
  if (depth > SCHEMA_LIMITS.depth) return `It is nested deeper than ${SCHEMA_LIMITS.depth} levels.`
  if (count.nodes > SCHEMA_LIMITS.nodes) return `It has more than ${SCHEMA_LIMITS.nodes} parts.`
  for (const [keyword, value] of Object.entries(schema)) {
    const problem = problemOfKeyword(keyword, value, depth, count)
    if (problem !== null) return problem
  }
  return null
}

function problemOfKeyword(keyword: string, value: unknown, depth: number, count: { nodes: number }): string | null {
  const inner = (candidate: unknown): string | null =>
    isObject(candidate) ? problemOf(candidate, depth + 1, count) : `"${keyword}" must hold schemas.`
  const all = (candidates: readonly unknown[]): string | null => {
    for (const candidate of candidates) {
      const problem = inner(candidate)
      if (problem !== null) return problem
    }
    return null
  }
  if (NUMBERS.has(keyword)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return `"${keyword}" must be a number.`
    return keyword === 'multipleOf' && value <= 0 ? '"multipleOf" must be above 0.' : null
  }
  if (COUNTS.has(keyword)) return Number.isInteger(value) && Number(value) >= 0 ? null : `"${keyword}" must be a whole number.`
  if (TEXTS.has(keyword)) return typeof value === 'string' ? null : `"${keyword}" must be a text.`
  switch (keyword) {
    case 'type': {
      const types = Array.isArray(value) ? value : [value]
      return types.length > 0 && types.every((type) => typeof type === 'string' && TYPES.has(type))
        ? null
        : '"type" must be object, array, string, number, integer, boolean or null.'
    }
    case 'format':
      return typeof value === 'string' && FORMATS.has(value) ? null : `"format" must be one of ${[...FORMATS].join(', ')}.`
    case 'properties':
      return isObject(value) ? all(Object.values(value)) : '"properties" must be an object.'
    case 'required':
      return Array.isArray(value) && value.every((name) => typeof name === 'string') ? null : '"required" must be a list of names.'
    case 'items':
      return inner(value)
    case 'anyOf':
      return Array.isArray(value) && value.length > 0 ? all(value) : '"anyOf" must be a list of schemas.'
    case 'additionalProperties':
      return typeof value === 'boolean' ? null : inner(value)
    case 'enum':
      return Array.isArray(value) && value.length > 0 && value.length <= SCHEMA_LIMITS.enumValues
        ? null
        : `"enum" must be a list of 1 to ${SCHEMA_LIMITS.enumValues} values.`
    case 'const':
    case 'default':
    case 'examples':
      return null
    case 'uniqueItems':
      return typeof value === 'boolean' ? null : '"uniqueItems" must be true or false.'
    default:
      return 'It has a keyword that is not supported. Use type, properties, required, items, enum, const, anyOf, format and bounds.'
  }
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(reason: string): ParsedSchema {
  return { ok: false, reason }
}
