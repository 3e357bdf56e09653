import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { Scenario } from '#contracts/scenario.ts'
import { readScenario, type ScenarioProblem } from '../scenarios/index.ts'

export interface FoundScenario {
  readonly scenario: Scenario
  readonly file: string
  /** The folder it was found in; its approved pictures are beside it. */
  readonly folder: string
}

export interface FoundScenarios {
  readonly scenarios: readonly FoundScenario[]
  readonly problems: readonly ScenarioProblem[]
}

/**
 * Reads every scenario (`*.yaml`, `*.yml`) of the folders, by name. A name twice is a problem: verdicts are told apart by it. Throws FILE_NOT_FOUND for a
 * folder that is not there.
 */
export function findScenarios(folders: readonly string[]): FoundScenarios {
  const scenarios: FoundScenario[] = []
  const problems: ScenarioProblem[] = []
  for (const folder of folders) {
    if (!existsSync(folder)) throw new TidegateError('FILE_NOT_FOUND', `There is no folder ${folder}.`)
    for (const file of scenarioFiles(folder)) {
      const read = readScenario(readFileSync(file, 'utf8'), shown(file))
      if ('problems' in read) problems.push(...read.problems)
      else {
        const twin = scenarios.find(({ scenario }) => scenario.name === read.scenario.name)
        if (twin === undefined) scenarios.push({ scenario: read.scenario, file, folder })
        else problems.push({ file: shown(file), line: 1, column: 1, message: `${twin.file} has the name “${read.scenario.name}” too.` })
      }
    }
  }
  return { scenarios: scenarios.sort((a, b) => (a.scenario.name < b.scenario.name ? -1 : 1)), problems }
}

function scenarioFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name))
}

/** As the person who runs it would write it. */
function shown(file: string): string {
  const near = relative(process.cwd(), file)
  return near.startsWith('..') ? file : near
}

export interface Choice {
  readonly names: readonly string[]
  readonly tags: readonly string[]
}

/** Those with one of the names and one of the tags; all of them where none is named. Throws BAD_INPUT for a name or tag that nothing has. */
export function chooseScenarios(all: readonly FoundScenario[], { names, tags }: Choice): FoundScenario[] {
  for (const name of names) {
    if (!all.some(({ scenario }) => scenario.name === name)) throw new TidegateError('BAD_INPUT', `There is no scenario “${name}”.`)
  }
  for (const tag of tags) {
    if (!all.some(({ scenario }) => scenario.tags.includes(tag))) throw new TidegateError('BAD_INPUT', `No scenario has the tag “${tag}”.`)
  }
  return all.filter(
    ({ scenario }) =>
      (names.length === 0 || names.includes(scenario.name)) && (tags.length === 0 || scenario.tags.some((tag) => tags.includes(tag))),
  )
}
