import { z } from 'zod'
import { LEVELS } from '../telemetry/index.ts'

const LineSchema = z.looseObject({ at: z.string(), level: z.enum(LEVELS), event: z.string() })
export type LogLine = z.infer<typeof LineSchema>

const CausesSchema = z.array(
  z.object({
    name: z.string().optional(),
    code: z.union([z.string(), z.number()]).optional(),
    frames: z.array(z.string()).default([]),
  }),
)

/** A line of the log file, or null for what is none. */
export function parseLogLine(line: string): LogLine | null {
  try {
    return LineSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

/** For a person: time, level, event and fields, and below it what an error was and where. */
export function logLine({ at, level, event, causes, ...fields }: LogLine): string {
  const told = Object.entries(fields).map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const errors = CausesSchema.safeParse(causes).data ?? []
  const below = errors.flatMap(({ name = 'Error', code, frames }) => [
    `    ${name}${code === undefined ? '' : ` [${code}]`}`,
    ...frames.map((frame) => `      ${frame}`),
  ])
  return [`${at}  ${level.padEnd(5)}  ${event}${told.join('')}`, ...below].join('\n')
}
