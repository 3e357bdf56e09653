import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** How long one stage may take (ms). One that takes longer says nothing of the defect: the machine may be busy. */
const STAGE_MS = 180_000

const UnitReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

interface Suite {
  readonly suites?: readonly Suite[] | undefined
  readonly specs?: ReadonlyArray<{ readonly title: string; readonly ok: boolean; readonly tests: readonly unknown[] }> | undefined
}
const SuiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    suites: z.array(SuiteSchema).optional(),
    specs: z.array(z.object({ title: z.string(), ok: z.boolean(), tests: z.array(z.object({ status: z.string() })) })).optional(),
  }),
)
const SpecReport = z.object({ suites: z.array(SuiteSchema) })

/** The tests of a copy of the project, each stage ended by its first failure. */
export interface TestsOfCopy {
  /** The name of a unit test in these folders or files that fails; null when none does. Throws when one cannot even be loaded, or they do not end. */
  failingUnit(paths: readonly string[]): string | null
  /** The title of a spec that fails on the headless host. Builds first. Throws when the copy cannot be built, or no spec fits. */
  failingSpec(files: readonly string[], title?: RegExp): string | null
}

export function testsOfCopy(copy: string, nodeModules: string, env: NodeJS.ProcessEnv): TestsOfCopy {
  const run = (bin: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): 'ended' | 'hung' => {
    const { error } = spawnSync(join(nodeModules, '.bin', bin), args, {
      cwd: copy,
      stdio: 'ignore',
      env: { ...env, ...more },
      timeout: STAGE_MS,
    })
    return error === undefined ? 'ended' : 'hung'
  }
  return {
    failingUnit(paths) {
      const report = join(copy, 'mutation-unit.json')
      rmSync(report, { force: true })
      const args = ['run', '--bail=1', '--passWithNoTests', '--reporter=json', `--outputFile=${report}`, ...paths]
      if (run('vitest', args) === 'hung') throw new Error('The unit tests did not end in time.')
      if (!existsSync(report)) throw new Error('The unit tests could not be run.')
      const { testResults } = UnitReport.parse(JSON.parse(readFileSync(report, 'utf8')))
      const failed = testResults.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed')
      if (failed !== undefined) return failed.fullName
      // A file that cannot even be loaded shows nothing about the defect. After a failure there are others that were not begun.
      const unloaded = testResults.find(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      if (unloaded !== undefined) throw new Error(`${unloaded.name} could not be loaded. ${unloaded.message ?? ''}`.trim())
      return null
    },
    failingSpec(files, title) {
      const report = join(copy, 'mutation-specs.json')
      rmSync(report, { force: true })
      const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: copy, encoding: 'utf8', env, timeout: STAGE_MS })
      if (built.status !== 0) throw new Error('The copy cannot be built with it.')
      const args = ['test', '--config', 'e2e/playwright.config.ts', '--project=headless', '--reporter=json', '--max-failures=1']
      const hung = run('playwright', [...args, ...(title === undefined ? [] : ['--grep', title.source]), ...files], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      })
      if (hung === 'hung') throw new Error('The specs did not end in time.')
      if (!existsSync(report)) throw new Error('The specs could not be run.')
      const specs = SpecReport.parse(JSON.parse(readFileSync(report, 'utf8'))).suites.flatMap(specsOf)
      if (specs.length === 0) throw new Error('There is no such spec.')
      return specs.find(({ ok }) => !ok)?.title ?? null
    },
  }
}

function specsOf({ suites = [], specs = [] }: Suite): Array<{ title: string; ok: boolean }> {
  // What was not begun after the first failure is neither good nor bad.
  return [...specs.filter(({ tests }) => tests.length > 0 && !tests.every(isSkipped)), ...suites.flatMap(specsOf)]
}

function isSkipped(test: unknown): boolean {
  return typeof test === 'object' && test !== null && 'status' in test && test.status === 'skipped'
}
