import { existsSync } from 'node:fs'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { TestResult } from '#contracts/test-run.ts'
import { artefactFile, caseName } from '../../testing/report/index.ts'
import { showTrace } from '../../testing/session/trace-viewer.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { print } from '../output.ts'
import { withResults } from './test-setting.ts'

interface TraceOptions extends CommonOptions {
  readonly runner?: string
  readonly row?: string
  readonly attempt?: string
  readonly port?: string
}

/** `test trace`: opens what was recorded of a scenario that failed, until it is interrupted. With --json it says where it is instead. */
export async function testTrace(context: CliContext, id: string, scenario: string, options: TraceOptions): Promise<number> {
  const port = Number(options.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TidegateError('BAD_INPUT', '--port needs a whole number to 65535.')
  const { result, file } = await withResults(context, options, async (results) => {
    const run = await results.get(id === 'newest' ? ((await results.newest()) ?? id) : id)
    if (run === null) throw new TidegateError('NOT_FOUND', `There is no run ${id}. See: tidegate test report --list`)
    const ofScenario = run.results.filter(({ verdict }) => verdict.scenario === scenario)
    if (ofScenario.length === 0) throw new TidegateError('NOT_FOUND', `There is no scenario “${scenario}” in run ${run.id}.`)
    const found = ofScenario.filter((one) => isAsked(one, options)).flatMap((one) => traceOf(one) ?? [])[0]
    if (found === undefined) {
      throw new TidegateError(
        'NOT_FOUND',
        `No trace was kept: of “${scenario}” there is one where it failed in a browser or the desktop window.`,
      )
    }
    return { result: found.result, file: artefactFile(run, found.path) }
  })
  if (!existsSync(file)) throw new TidegateError('NOT_FOUND', `The trace ${file} is not there any more. Run the scenario again.`)
  if (options.json === true) {
    print(true, { scenario, runner: result.verdict.runner, file }, () => [])
    return EXIT.ok
  }
  process.stderr.write(`${caseName(result)}, ${result.verdict.runner}: ${file}\nEnd with Ctrl-C.\n`)
  const interrupted = new AbortController()
  const interrupt = (): void => interrupted.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  await showTrace(file, port, interrupted.signal).finally(() => process.off('SIGINT', interrupt).off('SIGTERM', interrupt))
  return EXIT.ok
}

function isAsked({ verdict, attempt }: TestResult, options: TraceOptions): boolean {
  return (
    (options.runner === undefined || options.runner === verdict.runner) &&
    (options.row === undefined || options.row === String(verdict.row)) &&
    (options.attempt === undefined || options.attempt === String(attempt))
  )
}

function traceOf(result: TestResult): { readonly result: TestResult; readonly path: string } | null {
  const trace = result.artefacts.find(({ kind }) => kind === 'trace')
  return trace === undefined ? null : { result, path: trace.path }
}
