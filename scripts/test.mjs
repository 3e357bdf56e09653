// `npm test`: build, types, lint with the import rules, unit and integration tests, browser specs: what a change has to pass.
// `--all` (`npm run test:all`) leaves nothing out. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { programsOfSpecs } from './chromium.mjs'
import { installMissing } from './debian-packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const results = join(root, 'test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

/** See `e2e/how-much.ts`. */
const all = process.argv.includes('--all')
const howMuch = all ? { TIDEGATE_TESTS: 'once' } : { TIDEGATE_TESTS: 'core', TIDEGATE_QUEUE_HISTORIES: '1200' }

const total = { passed: 0, failed: 0, skipped: 0 }
const notes = []
/** Named again at the end: what stands above them is thousands of lines. */
const failures = []
const bin = (name) => join(root, 'node_modules', '.bin', name)

function run(title, command, args, env = {}) {
  process.stdout.write(`\n── ${title}\n`)
  const started = Date.now()
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
  process.stdout.write(`   ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  return status === 0
}

/** A step that is one check: it passes or fails as a whole. */
function check(title, command, args) {
  const ok = run(title, command, args)
  total[ok ? 'passed' : 'failed'] += 1
  if (!ok) failures.push(`${title}: see its lines above`)
}

function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The runner died before it could write its report: that is a failure, counted by the caller.
    return null
  }
}

/** Why specs were not run, each with its title. */
function skipReasons(outcome) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)]
  return (outcome?.suites ?? [])
    .flatMap(specs)
    .flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === 'skipped')
        .map(({ annotations }) => `${title}: ${annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason was given'}`),
    )
}

/** Pictures that were compared in another environment than they were approved in: a person must look. */
function reviewsNeeded(outcome) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)]
  return (outcome?.suites ?? [])
    .flatMap(specs)
    .flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations.filter(({ type }) => type === 'needs review')))
    .map(({ description }) => description)
}

/** Why groups of unit tests were not run, where their title says so (`…: not run, REASON`), and how many there are. */
function unitSkipReasons(outcome) {
  const reasons = new Map()
  for (const { assertionResults } of outcome?.testResults ?? []) {
    for (const { status, ancestorTitles } of assertionResults) {
      const reason = ancestorTitles.map((title) => /: not run, (.+)$/.exec(title)?.[1]).find(Boolean)
      if (status !== 'passed' && status !== 'failed' && reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  }
  return reasons
}

/** Each unit test that failed: file, title, and the first line of why. */
function unitFailures(outcome) {
  return (outcome?.testResults ?? []).flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0) return message ? [`${name}: ${firstLine(message)}`] : []
    return failed.map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages[0])}`)
  })
}

/** Each browser spec that failed, with its host. */
function specFailures(outcome) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)]
  return (outcome?.suites ?? [])
    .flatMap(specs)
    .flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ projectName, results: tries }) => `${file} [${projectName}]: ${title}: ${firstLine(tries.at(-1)?.error?.message)}`),
    )
}

function firstLine(message) {
  return stripVTControlCharacters(message ?? 'no reason was given')
    .trim()
    .split('\n', 3)
    .join(' ')
    .slice(0, 400)
}

// What takes no processor time of ours goes on beside what takes little else.
const installed = installMissing(['chromium', 'chromium-headless-shell', 'postgresql'])
check('build', process.execPath, ['scripts/build.mjs'])
check('types', process.execPath, ['scripts/types.mjs'])
check('lint and import rules', bin('biome'), ['check', '--error-on-warnings', '.'])

await installed
// The commands of the testing workflow open the app in it, too.
const { chromium, headlessShell } = programsOfSpecs()
const browser = {
  ...(chromium === null ? {} : { TIDEGATE_CHROMIUM: chromium }),
  ...(headlessShell === null ? {} : { TIDEGATE_HEADLESS_SHELL: headlessShell }),
}
const unitFile = join(results, 'unit.json')
const unitOk = run(
  'unit and integration',
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`, ...(all ? [] : ['--tagsFilter=!long'])],
  { ...browser, ...howMuch },
)
const unit = report(unitFile)
total.passed += unit?.numPassedTests ?? 0
total.failed += unit?.numFailedTests ?? 0
total.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)
failures.push(...unitFailures(unit).map((line) => line.replace(`${root}`, '')))
// A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
if (!unitOk && (unit?.numFailedTests ?? 0) === 0) {
  total.failed += 1
  failures.push('unit and integration: an error outside of every test; see its lines above')
}
if ((unit?.numPendingTests ?? 0) > 0)
  notes.push(
    `${unit.numPendingTests} unit tests were not run: ${all ? 'see their reasons above' : 'they take long, or have their reasons above'}.`,
  )
for (const [reason, count] of unitSkipReasons(unit)) notes.push(`not run: ${count} tests, because ${reason}`)

if (chromium === null || headlessShell === null) {
  total.failed += 1
  notes.push('The browser specs could not run: see the line above on what is missing.')
} else {
  const e2eFile = join(results, 'e2e.json')
  const e2eOk = run('browser specs: headless host and Electron mode', bin('playwright'), ['test', '--config', 'e2e/playwright.config.ts'], {
    ...howMuch,
    ...browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: e2eFile,
  })
  notes.push(
    all
      ? 'Each spec of e2e/browser ran on one of the two hosts, each scenario by one of the three runners, and kill -9 came at 10 moments of 30; all of it runs everywhere with: npm run e2e'
      : 'This was what a change has to pass: long tests, and specs without the tag @core, were left out, and some counts were smaller. All of it: npm run test:all',
  )
  const outcome = report(e2eFile)
  const stats = outcome?.stats
  total.passed += stats?.expected ?? 0
  total.failed += (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  total.skipped += stats?.skipped ?? 0
  failures.push(...specFailures(outcome))
  if (!e2eOk && (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) === 0) {
    total.failed += 1
    failures.push('browser specs: an error outside of every spec; see its lines above')
  }
  for (const reason of skipReasons(outcome)) notes.push(`not run: ${reason}`)
  for (const review of reviewsNeeded(outcome)) notes.push(`needs review: ${review}`)
}

for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`)
for (const note of notes) process.stdout.write(`${note}\n`)
if (total.skipped > 0) process.stdout.write(`${total.skipped} in all were not run, as told above.\n`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 ? 0 : 1)
