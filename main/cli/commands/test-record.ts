import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { ScenarioSchema } from '#contracts/scenario.ts'
import { RECORDING_FLAG, recordScenario } from '../../testing/recorder/index.ts'
import { lintScenario } from '../../testing/scenarios/index.ts'
import { openSession } from '../../testing/session/index.ts'
import { type CliContext, dataDirOf } from '../context.ts'
import { print } from '../output.ts'
import type { FolderOptions } from './test-setting.ts'

interface RecordOptions extends FolderOptions {
  readonly title?: string
  readonly provider: readonly string[]
  readonly force?: boolean
}

/** `test record`: opens the app in a window of its own, and writes what is done in it down as a scenario when the window is closed. */
export async function testRecord(context: CliContext, name: string, options: RecordOptions): Promise<number> {
  const { shape } = ScenarioSchema
  if (!shape.name.safeParse(name).success) {
    throw new TidegateError('BAD_INPUT', 'A scenario’s name is small letters, digits and hyphens, as in "draft-is-cited".')
  }
  const providers = shape.providers.safeParse(options.provider)
  if (!providers.success) throw new TidegateError('BAD_INPUT', '--provider is local or hosted.')
  const folder = options.folder === undefined ? join(dataDirOf(options, context.env), 'scenarios') : resolve(options.folder)
  const file = join(folder, `${name}.yaml`)
  if (existsSync(file) && options.force !== true) {
    throw new TidegateError('CONFLICT', `${file} is there already. Choose another name, or replace it with --force.`)
  }
  if (process.platform === 'linux' && (context.env.DISPLAY ?? context.env.WAYLAND_DISPLAY ?? '') === '') {
    throw new TidegateError('NOT_FOUND', 'There is no display to show the app on. Record where you can see it.')
  }

  const files = { root: fileURLToPath(new URL('..', `file://${context.resourcesDir}/`)), builtDir: context.builtDir, env: context.env }
  const enough = new AbortController()
  const end = (): void => enough.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  const session = await openSession('headless', files, { shown: true, flags: [RECORDING_FLAG] })
  try {
    const app = await session.open({ providers: providers.data })
    process.stderr.write('Use the app in its window as the scenario should. Close the window, or press Ctrl-C here, when you are done.\n')
    const scenario = await recordScenario(app, { name, title: options.title ?? name.replaceAll('-', ' ') }, enough.signal)
    await app.close()
    if (scenario === null) throw new TidegateError('BAD_INPUT', 'Nothing was done in the window, so there is nothing to write down.')
    const recorded = { ...scenario, providers: providers.data }
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, stringify(recorded))
    const brittle = lintScenario(recorded)
    print(options.json, { file, steps: recorded.steps.length, brittle }, () => [
      `${recorded.steps.length} steps in ${file}. Add what you expect to see, then: tidegate test run ${name}`,
      ...brittle.map(({ step, message }) => `  step ${step}: ${message}`),
    ])
    return EXIT.ok
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
    await session.dispose()
  }
}
