import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import type { TestResult, TestRun } from '#contracts/test-run.ts'
import type { Checked, RunnerName, VerdictStatus } from '#contracts/verdict.ts'
import { kpisOf } from '../results/kpis.ts'
import { outcomeOf } from '../results/run-outcome.ts'
import { toHtml } from './html.ts'
import { toJunit } from './junit.ts'
import { toMarkdown } from './markdown.ts'
import type { Report } from './report.ts'

const check = (words: string, status: VerdictStatus = 'passed', why = ''): Checked => ({ words, status, why, ms: 5, visual: null })
const result = (scenario: string, runner: RunnerName, expectation: Checked, more: Partial<TestResult> = {}): TestResult => ({
  verdict: {
    scenario,
    title: `About ${scenario}`,
    row: null,
    runner,
    status: expectation.status,
    steps: [check('click the button “Generate”')],
    expectations: [expectation],
    startedAt: 1_000,
    ms: 1_500,
  },
  attempt: 1,
  edition: 'aabbccdd',
  ranOn: runner === 'electron' ? 'stand-in (Chromium 156); not Electron, because no Electron binary is installed' : 'Chromium 156',
  artefacts: [],
  ...more,
})
const HELD = { scenario: 'shaky', owner: 'Ines', note: '', since: 0, until: Date.UTC(2030, 0, 2) }
const LOOKS: Checked = {
  ...check('the screen looks like “compose”', 'failed', 'A text changed.'),
  visual: {
    verdict: 'changed',
    comparison: 'exact',
    changedPixels: 4,
    regions: [
      { box: { x: 3, y: 4, width: 5, height: 6 }, pixels: 4, largestDelta: 9, kind: 'text', moved: null, words: '“1” became “2”.' },
    ],
    environment: [],
    summary: 'A text changed.',
  },
}

function report(...results: TestResult[]): Report {
  const run: TestRun = {
    id: 'run_1',
    startedAt: 1_000,
    environment: { app: '1.0.0 (ab)', node: '24.1', platform: 'linux x64' },
    planned: results.length,
    folder: '/runs/1',
    results,
  }
  return { run, outcome: outcomeOf(run, [HELD]), kpis: kpisOf([], [HELD]), quarantined: [HELD] }
}
const HOSTILE = '<script>alert(1)</script> "a" & \u0007\'b\' | `c`'
const EXAMPLE = report(
  result('stays-here', 'headless', check('the route is local')),
  result('stays-here', 'electron', check('the route is local', 'failed', HOSTILE)),
  result('shaky', 'headless', check('“Done” is seen', 'failed', 'It is not seen.')),
)

describe('JUnit XML', () => {
  it('counts what failed, skips what is in quarantine, and holds the disagreement', () => {
    const { document } = parseHTML(toJunit(EXAMPLE).replace(/^.*\n/, ''))
    const suites = [...document.querySelectorAll('testsuite')]
    expect(suites.map((suite) => [suite.getAttribute('name'), suite.getAttribute('tests'), suite.getAttribute('failures')])).toEqual([
      ['headless', '2', '0'],
      ['electron', '1', '1'],
      ['agreement of the runners', '1', '1'],
    ])
    expect(document.querySelector('skipped')?.getAttribute('message')).toBe('in quarantine: Ines, until 2030-01-02')
    expect(document.querySelector('testsuites')?.getAttribute('failures')).toBe('2')
    expect(toJunit(EXAMPLE)).toContain('stand-in (Chromium 156)')
  })

  it('is well-formed whatever an app says', () => {
    const xml = toJunit(EXAMPLE)
    expect(xml).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;a&quot; &amp; &#39;b&#39;')
    expect(xml).not.toContain('\u0007')
  })
})

describe('the page', () => {
  const png = new Uint8Array(32)
  new DataView(png.buffer).setUint32(16, 1280)
  new DataView(png.buffer).setUint32(20, 860)
  const pictured = result('looks-right', 'headless', LOOKS, {
    artefacts: [
      { kind: 'approved-picture', name: 'compose', path: 'a.png' },
      { kind: 'taken-picture', name: 'compose', path: 'b.png' },
    ],
  })

  it('shows both pictures side by side, with what changed boxed and in words', () => {
    const { document } = parseHTML(toHtml(report(pictured), () => png))
    const drawn = [...document.querySelectorAll('.pair svg')]
    expect(drawn.map((svg) => svg.getAttribute('aria-label'))).toEqual(['approved', 'now'])
    expect(drawn.map((svg) => svg.querySelectorAll('rect').length)).toEqual([0, 1])
    expect(drawn[1]?.getAttribute('viewBox')).toBe('0 0 1280 860')
    expect(document.body.textContent).toContain('“1” became “2”.')
  })

  it('says how a trace is opened, where there is one', () => {
    const traced = result('looks-right', 'electron', LOOKS, { attempt: 2, artefacts: [{ kind: 'trace', name: '', path: 'trace.zip' }] })
    const command = 'npx tidegate test trace run_1 looks-right --runner electron --attempt 2'
    expect(toHtml(report(traced), () => null)).toContain(command)
    expect(toHtml(report(pictured), () => null)).not.toContain('test trace')
  })

  it('says so when a picture is gone', () => {
    expect(toHtml(report(pictured), () => null)).toContain('approved: there is none')
  })

  it('fetches nothing, runs nothing, and is not fooled by what an app says', () => {
    const html = toHtml(EXAMPLE, () => png)
    const { document } = parseHTML(html)
    expect(document.querySelectorAll('script, link, iframe, img').length).toBe(0)
    expect(html).not.toMatch(/(?:href|src)="(?!data:)/)
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'")
    expect(document.body.textContent).toContain('alert(1)')
  })

  it('begins with what failed', () => {
    const { document } = parseHTML(toHtml(EXAMPLE, () => null))
    const shown = [...document.querySelectorAll('main > details > summary > span')].map((span) => span.textContent)
    expect(shown).toEqual(['failed', 'failed', 'passed'])
  })
})

describe('the summary in Markdown', () => {
  it('says first whether all is well, then what is not and why', () => {
    expect(toMarkdown(report(result('stays-here', 'headless', check('the route is local'))))).toMatch(/^# Passed: 1 passed\.\n/)
    const text = toMarkdown(EXAMPLE)
    expect(text).toMatch(/^# Not passed: 1 passed, 1 failed, 1 in quarantine, not counted\. The runners disagree on 1 scenario\.\n/)
    expect(text).toContain('| stays-here | electron | failed | the route is local:')
    expect(text).toContain('The runners disagree on stays-here, at “the route is local”: headless passed, electron failed.')
  })

  it('keeps a table a table', () => {
    const row = toMarkdown(EXAMPLE)
      .split('\n')
      .find((line) => line.startsWith('| stays-here'))
    expect(row?.replaceAll(/\\./g, '').split('|')).toHaveLength(6)
    expect(row).not.toContain('<script>')
  })
})
