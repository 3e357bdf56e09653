// `npm run take-out`: takes the protections of Electron's security list out one by one, in a copy, and reports which test saw it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROTECTIONS, type Protection } from './protections.ts'

const POINTS = 20
const UNIT_TESTS = ['main/electron', 'main/renderer-files', 'preload', 'packaging']
const root = fileURLToPath(new URL('../..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'tidegate-take-out-'))
const only = process.argv.slice(2).map(Number)
/** The project's own Node first, whichever one this was started with. */
const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }

interface Outcome {
  readonly caughtBy: readonly string[]
  readonly problem?: string
}

function makeCopy(): void {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of listed.stdout.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

function bin(name: string): string {
  return join(root, 'node_modules/.bin', name)
}

/** Names of the unit tests that fail. */
function failingUnitTests(): string[] {
  const report = join(copy, 'take-out-unit.json')
  rmSync(report, { force: true })
  spawnSync(bin('vitest'), ['run', '--reporter=json', `--outputFile=${report}`, ...UNIT_TESTS], { cwd: copy, stdio: 'ignore', env })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; assertionResults: { status: string; fullName: string }[]; message?: string; status: string }[]
  }
  return testResults.flatMap(({ name, assertionResults, status }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed').map(({ fullName }) => fullName)
    // A file that cannot even be loaded shows nothing about the protection.
    if (failed.length === 0 && status === 'failed') throw new Error(`${name} could not be run`)
    return failed
  })
}

/** Titles of the security specs that fail. */
function failingSpecs(titles: RegExp): string[] {
  const report = join(copy, 'take-out-e2e.json')
  rmSync(report, { force: true })
  const grep = `security.spec.ts.*? ${titles.source.replace(/^\^/, '')}`
  spawnSync(
    bin('playwright'),
    ['test', '--config', 'e2e/playwright.config.ts', '--project=electron', '--reporter=json', '--grep', grep, 'electron/security'],
    {
      cwd: copy,
      stdio: 'ignore',
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    },
  )
  const { suites } = JSON.parse(readFileSync(report, 'utf8')) as { suites: { specs: { title: string; ok: boolean }[] }[] }
  const specs = suites.flatMap((suite) => suite.specs)
  if (specs.length === 0) throw new Error(`no spec is called ${titles}`)
  return specs.filter(({ ok }) => !ok).map(({ title }) => title)
}

function takeOut({ file, find, replace, specs }: Protection): Outcome {
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  if (before.split(find).length !== 2) return { caughtBy: [], problem: `its text is not once in ${file}` }
  writeFileSync(
    path,
    before.replace(find, () => replace),
  )
  try {
    return {
      caughtBy: [
        ...failingUnitTests().map((name) => `unit: ${name}`),
        ...(specs === undefined ? [] : failingSpecs(specs).map((title) => `spec: ${title}`)),
      ],
    }
  } catch (error) {
    return { caughtBy: [], problem: error instanceof Error ? error.message : 'unknown' }
  } finally {
    writeFileSync(path, before)
  }
}

try {
  makeCopy()
  const healthy = failingUnitTests()
  if (healthy.length > 0) throw new Error(`Tests fail before anything was taken out: ${healthy.join('; ')}`)
  const wanted = PROTECTIONS.filter(({ point }) => only.length === 0 || only.includes(point))
  const seen = new Map<number, boolean>()
  for (const protection of wanted) {
    const { caughtBy, problem } = takeOut(protection)
    const unseenSpec = protection.specs !== undefined && !caughtBy.some((name) => name.startsWith('spec: '))
    const ok = caughtBy.length > 0 && !unseenSpec
    seen.set(protection.point, (seen.get(protection.point) ?? true) && ok)
    process.stdout.write(
      `${String(protection.point).padStart(2)} ${ok ? 'caught' : 'MISSED'}  ${protection.what}${problem === undefined ? '' : ` (${problem})`}\n`,
    )
    for (const name of caughtBy) process.stdout.write(`            ${name}\n`)
    if (unseenSpec && caughtBy.length > 0) process.stdout.write('            but no spec saw it\n')
  }
  const caught = [...seen.values()].filter(Boolean).length
  process.stdout.write(`${caught} of ${only.length === 0 ? POINTS : seen.size} points caught, ${wanted.length} protections taken out\n`)
  process.exitCode = caught === (only.length === 0 ? POINTS : seen.size) ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}
