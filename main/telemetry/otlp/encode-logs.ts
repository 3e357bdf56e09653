import { z } from 'zod'
import { attributesOf, type KeyValue, nanos, type Resource, resourceOf, type Scalar } from './values.ts'
import { frameWithoutFolders, withoutFolders } from './without-folders.ts'

/** `SeverityNumber` of OTLP's log data model. */
const SEVERITY = { debug: 5, info: 9, warn: 13, error: 17 } as const

const CauseSchema = z.object({
  name: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  frames: z.array(z.string()).default([]),
})
type Cause = z.infer<typeof CauseSchema>

/** A line of the log, as `createLog` writes it. */
const LineSchema = z
  .object({
    at: z.iso.datetime(),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    event: z.string(),
    causes: z.array(CauseSchema).optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))

interface LogRecord {
  readonly timeUnixNano: string
  readonly observedTimeUnixNano: string
  readonly severityNumber: number
  readonly severityText: string
  readonly eventName: string
  readonly body: { readonly stringValue: string }
  readonly attributes: readonly KeyValue[]
}

/**
 * Lines of the log as the body of `POST /v1/logs` (ExportLogsServiceRequest), with the number of records in it. A line that is none of ours is
 * left out. Nothing is added to what the line holds, and of paths only the last names go along.
 */
export function encodeLogs(lines: readonly string[], resource: Resource): { readonly body: string; readonly count: number } {
  const logRecords = lines.map(recordOf).filter((record) => record !== null)
  const scopeLogs = [{ scope: { name: 'tidegate.log', version: resource.version }, logRecords }]
  return { body: JSON.stringify({ resourceLogs: [{ resource: resourceOf(resource), scopeLogs }] }), count: logRecords.length }
}

function recordOf(line: string): LogRecord | null {
  const parsed = LineSchema.safeParse(jsonOf(line))
  if (!parsed.success) return null
  const { at, level, event, causes = [], ...fields } = parsed.data
  const time = nanos(Date.parse(at))
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITY[level],
    severityText: level,
    eventName: event,
    body: { stringValue: event },
    attributes: attributesOf({ ...scalars(fields), ...exceptionOf(causes) }),
  }
}

function scalars(fields: Readonly<Record<string, unknown>>): Record<string, Scalar> {
  const kept: Record<string, Scalar> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string') kept[key] = withoutFolders(value)
    else if (typeof value === 'number' || typeof value === 'boolean') kept[key] = value
  }
  return kept
}

/** An error by the names of the semantic conventions. It has no message here either. */
function exceptionOf(causes: readonly Cause[]): Record<string, Scalar> {
  const [first] = causes
  if (first === undefined) return {}
  return {
    'exception.type': first.name ?? 'Error',
    ...(first.code === undefined ? {} : { 'error.type': String(first.code) }),
    'exception.stacktrace': causes.map(stackOf).join('\nCaused by: '),
  }
}

function stackOf({ name = 'Error', code, frames }: Cause): string {
  const head = code === undefined ? name : `${name} [${code}]`
  return [head, ...frames.map((frame) => `    ${frameWithoutFolders(frame)}`)].join('\n')
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
