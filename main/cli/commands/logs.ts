import { TidegateError } from '#contracts/errors.ts'
import { LEVELS, type LogLevel, readLog } from '../../telemetry/index.ts'
import { type CliContext, type CommonOptions, dataDirOf } from '../context.ts'
import { logLine, parseLogLine } from '../log-line.ts'

interface LogsOptions extends CommonOptions {
  readonly follow?: boolean
  readonly level?: string
}

/** `logs`: what the host of this data folder has logged, oldest first. With `--json` the lines as they are; that is one document a line. */
export async function logs(context: CliContext, options: LogsOptions): Promise<void> {
  const least = levelOf(options.level)
  const dataDir = dataDirOf(options, context.env)
  const print = (line: string): void => {
    const parsed = parseLogLine(line)
    // A line that the end of the machine cut short is shown to a person alone.
    if (parsed === null) {
      if (options.json !== true && least === 0) process.stdout.write(`${line}\n`)
    } else if (LEVELS.indexOf(parsed.level) >= least) process.stdout.write(`${options.json === true ? line : logLine(parsed)}\n`)
  }
  const stop = new AbortController()
  const end = (): void => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    for await (const line of readLog(dataDir, { follow: options.follow === true, signal: stop.signal })) print(line)
  } finally {
    process.removeListener('SIGINT', end)
    process.removeListener('SIGTERM', end)
  }
}

function levelOf(wanted: string | undefined): number {
  const at = LEVELS.findIndex((level): level is LogLevel => level === (wanted ?? 'debug'))
  if (at < 0) throw new TidegateError('BAD_INPUT', `--level needs one of ${LEVELS.join(', ')}.`)
  return at
}
