// `npx node e2e/mutation/run.ts [--only NAME]… [--area AREA] [--unproved] [--fast] [--json]`: seeds one defect after the other into a copy of the
// project, and reports which test noticed it.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readScenario } from '../../main/testing/scenarios/index.ts'
import { type Mutation, mutated } from './mutation.ts'
import { MUTATIONS } from './mutations.ts'
import { type TestsOfCopy, testsOfCopy } from './suite.ts'

const SCENARIOS = ['scenarios/scenarios.spec.ts']

interface Outcome {
  readonly name: string
  readonly area: Mutation['area']
  readonly seen: string
  /** `unit: …`, `scenario: …` or `spec: …`; null when nothing noticed. */
  readonly caughtBy: string | null
  /** Why it could not be tried. */
  readonly problem: string | null
  /** Milliseconds. */
  readonly ms: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    area: { type: 'string' },
    /** Does not first prove that the tests pass without a defect. */
    unproved: { type: 'boolean', default: false },
    /** Unit tests alone: what they miss may still be noticed by a scenario. */
    fast: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const say = (line: string): void => {
  if (!values.json) process.stdout.write(`${line}\n`)
}

function makeCopy(copy: string): void {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

const titled = (names: readonly string[]): RegExp => new RegExp(`(${names.join('|')}): `)

/** Scenarios with one of the tags, by the beginning of their titles. */
function scenariosOf(tags: readonly string[]): RegExp {
  const folder = join(root, 'e2e/scenarios')
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => {
      const read = readScenario(readFileSync(join(folder, file), 'utf8'), file)
      return 'problems' in read || !read.scenario.tags.some((tag) => tags.includes(tag)) ? [] : [read.scenario.name]
    })
  return titled(names)
}

const unitsOf = ({ units, file }: Mutation): readonly string[] => units ?? [`${dirname(file)}/`]
const specFiles = (specs: readonly string[]): string[] => specs.map((spec) => `browser/${spec}.spec.ts`)

/** The cheapest first: unit tests beside the file, scenarios by tag, browser specs by name. */
function whoNotices(mutation: Mutation, tests: TestsOfCopy): string | null {
  const unit = tests.failingUnit(unitsOf(mutation))
  if (unit !== null) return `unit: ${unit}`
  if (values.fast) return null
  const guard = mutation.guards === undefined ? null : tests.failingSpec(SCENARIOS, titled(mutation.guards))
  if (guard !== null) return `scenario: ${guard}`
  const scenario = tests.failingSpec(SCENARIOS, scenariosOf(mutation.tags))
  if (scenario !== null) return `scenario: ${scenario}`
  const spec = mutation.specs === undefined ? null : tests.failingSpec(specFiles(mutation.specs))
  return spec === null ? null : `spec: ${spec}`
}

function seed(mutation: Mutation, copy: string, tests: TestsOfCopy): Outcome {
  const path = join(copy, mutation.file)
  const before = readFileSync(path, 'utf8')
  const started = Date.now()
  const { name, area, seen } = mutation
  try {
    writeFileSync(path, mutated(before, mutation))
    return { name, area, seen, caughtBy: whoNotices(mutation, tests), problem: null, ms: Date.now() - started }
  } catch (error) {
    return { name, area, seen, caughtBy: null, problem: error instanceof Error ? error.message : String(error), ms: Date.now() - started }
  } finally {
    writeFileSync(path, before)
  }
}

/** Without a defect every test passes, or what is noticed afterwards says nothing. */
function prove(wanted: readonly Mutation[], tests: TestsOfCopy): void {
  for (const paths of new Set(wanted.flatMap(unitsOf))) {
    const unit = tests.failingUnit([paths])
    if (unit !== null) throw new Error(`Without a defect this test fails: ${unit}`)
  }
  const scenario = tests.failingSpec(SCENARIOS, scenariosOf(wanted.flatMap(({ tags }) => tags)))
  if (scenario !== null) throw new Error(`Without a defect this scenario fails: ${scenario}`)
}

const copy = mkdtempSync(join(tmpdir(), 'tidegate-mutation-'))
/** The project's own Node first, whichever one this was started with. */
const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
try {
  const wanted = MUTATIONS.filter(
    ({ name, area }) => (values.only.length === 0 || values.only.includes(name)) && (values.area === undefined || values.area === area),
  )
  if (wanted.length === 0) throw new Error('No mutation is called that.')
  makeCopy(copy)
  const tests = testsOfCopy(copy, join(root, 'node_modules'), env)
  if (!values.unproved) prove(wanted, tests)
  const outcomes: Outcome[] = []
  for (const mutation of wanted) {
    const outcome = seed(mutation, copy, tests)
    outcomes.push(outcome)
    const verdict = outcome.problem === null ? (outcome.caughtBy ?? 'MISSED') : `NOT TRIED: ${outcome.problem}`
    say(`${outcome.name} (${outcome.area}, ${(outcome.ms / 1000).toFixed(0)} s): ${verdict}`)
  }
  const tried = outcomes.filter(({ problem }) => problem === null)
  const missed = tried.filter(({ caughtBy }) => caughtBy === null)
  const share = tried.length === 0 ? 0 : (tried.length - missed.length) / tried.length
  if (values.json) process.stdout.write(`${JSON.stringify({ tried: tried.length, caught: tried.length - missed.length, outcomes })}\n`)
  say(`${tried.length - missed.length} of ${tried.length} caught (${Math.floor(share * 100)} %)`)
  for (const { name, seen } of missed) say(`missed: ${name}. ${seen}`)
  process.exitCode = missed.length === 0 && tried.length === outcomes.length ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}
