import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { ScenarioSchema } from '#contracts/scenario.ts'
import { systemClock } from '../../system-platform.ts'
import { lintScenario, readScenario, type ScenarioProblem, withData } from '../../testing/scenarios/index.ts'
import { stepPlaces } from '../../testing/scenarios/step-places.ts'
import { findScenarios } from '../../testing/suite/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { print, table } from '../output.ts'
import { problemLine } from './test-run.ts'
import { type FolderOptions, scenarioFolders, withResults } from './test-setting.ts'

const LATELY_MS = 30 * 86_400_000

/** `test list`: every scenario, with what each runner last said of it. */
export async function testList(context: CliContext, options: FolderOptions): Promise<number> {
  const { scenarios, problems } = findScenarios(scenarioFolders(context, options))
  const now = systemClock.now()
  const { verdicts, quarantined } = await withResults(context, options, async (results) => ({
    verdicts: await results.verdicts(now - LATELY_MS),
    quarantined: await results.quarantined(now),
  }))
  const listed = scenarios.map(({ scenario, file }) => {
    const last = new Map(verdicts.filter((row) => row.scenario === scenario.name).map(({ runner, status }) => [runner, status]))
    return {
      name: scenario.name,
      title: scenario.title,
      tags: scenario.tags,
      runs: withData(scenario).length,
      file,
      last: Object.fromEntries(last),
      quarantine: quarantined.find((one) => one.scenario === scenario.name) ?? null,
    }
  })
  for (const problem of problems) process.stderr.write(`${problemLine(problem)}\n`)
  print(options.json, { scenarios: listed, problems }, () =>
    listed.length === 0
      ? ['There is no scenario. Put some into the folder "scenarios" of the data folder, or name their folder with --folder.']
      : table([
          ['NAME', 'RUNS', 'TAGS', 'LAST', 'TITLE'],
          ...listed.map(({ name, runs, tags, last, quarantine, title }) => [
            name,
            String(runs),
            tags.join(','),
            [
              ...Object.entries(last).map(([runner, status]) => `${runner}: ${status}`),
              ...(quarantine === null ? [] : [`quarantine: ${quarantine.owner}`]),
            ].join(', ') || '-',
            title,
          ]),
        ]),
  )
  return problems.length === 0 ? EXIT.ok : EXIT.failure
}

/** `test schema`: what an editor needs to complete and check a scenario. */
export async function testSchema(_context: CliContext, _options: CommonOptions): Promise<void> {
  const schema = { title: 'A scenario of tidegate test', ...z.toJSONSchema(ScenarioSchema, { io: 'input' }) }
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`)
}

/** `test lint`: what keeps a scenario from being read, and steps that hold today and may not tomorrow, each with its place. */
export async function testLint(context: CliContext, files: readonly string[], options: FolderOptions): Promise<number> {
  const folders = scenarioFolders(context, options)
  const found = files.length > 0 ? lintFiles(files) : lintFolders(folders)
  const looked = files.length > 0 ? files.length : findScenarios(folders).scenarios.length
  print(options.json, found, () => (found.length === 0 ? [nothingWrong(looked)] : found.map(lintLine)))
  return found.length === 0 ? EXIT.ok : EXIT.failure
}

/** That nothing was wrong says little where nothing was looked at. */
function nothingWrong(looked: number): string {
  if (looked === 0) return 'There is no scenario to look at. Name a file, or a folder with --folder; "tidegate test record" writes one.'
  return looked === 1 ? 'Nothing is wrong with the one scenario.' : `Nothing is wrong with the ${looked} scenarios.`
}

type Finding = ScenarioProblem & { readonly kind: 'problem' | 'brittle' }

function lintFiles(files: readonly string[]): Finding[] {
  return files.flatMap((file) => {
    if (!existsSync(file)) throw new TidegateError('FILE_NOT_FOUND', `There is no file ${file}.`)
    return lintFile(file)
  })
}

/** Beside each file by itself, what is wrong between them: a name twice. */
function lintFolders(folders: readonly string[]): Finding[] {
  const { scenarios, problems } = findScenarios(folders)
  return [...problems.map((problem) => ({ ...problem, kind: 'problem' as const })), ...scenarios.flatMap(({ file }) => lintFile(file))]
}

function lintFile(file: string): Finding[] {
  const text = readFileSync(file, 'utf8')
  const read = readScenario(text, file)
  if ('problems' in read) return read.problems.map((problem) => ({ ...problem, kind: 'problem' }))
  const places = stepPlaces(text)
  return lintScenario(read.scenario).map(({ step, message }) => ({
    file,
    ...(places[step - 1] ?? { line: 1, column: 1 }),
    message,
    kind: 'brittle',
  }))
}

function lintLine(finding: Finding): string {
  return `${problemLine(finding)}${finding.kind === 'brittle' ? ' (brittle)' : ''}`
}
