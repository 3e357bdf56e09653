import type { TestResult } from '#contracts/test-run.ts'
import { caseName, complaintsOf, disagreementInWords, type Report } from './report.ts'

/**
 * JUnit XML as CI services read it: a suite for each runner, and one for what they disagree on. The format knows no review: a picture that waits is a
 * failure of that type. What is in quarantine is skipped, with its owner.
 */
export function toJunit({ run, outcome, quarantined }: Report): string {
  const suites = [...Map.groupBy(run.results, ({ verdict }) => verdict.runner)].map(([runner, results]) => {
    const cases = results.map((result) => {
      const held = quarantined.find(({ scenario }) => scenario === result.verdict.scenario)
      const skipped = held === undefined ? null : `in quarantine: ${held.owner}, until ${new Date(held.until).toISOString().slice(0, 10)}`
      return { result, skipped }
    })
    const failures = cases.filter(({ result, skipped }) => skipped === null && result.verdict.status !== 'passed').length
    return [
      `  <testsuite name="${escapeMarkup(runner)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${cases.filter(({ skipped }) => skipped !== null).length}" time="${time(results)}" timestamp="${new Date(run.startedAt).toISOString()}">`,
      `    <properties>`,
      property('app', run.environment.app),
      property('ran on', [...new Set(results.map(({ ranOn }) => ranOn))].join(', ')),
      property('platform', run.environment.platform),
      `    </properties>`,
      ...cases.map(({ result, skipped }) => testCase(runner, result, skipped)),
      `  </testsuite>`,
    ].join('\n')
  })
  const said = outcome.disagreements.map((one) => {
    const name = escapeMarkup(one.scenario + (one.row === null ? '' : ` (row ${one.row})`))
    const message = escapeMarkup(`The runners disagree on ${disagreementInWords(one)}`)
    return `    <testcase classname="tidegate.agreement" name="${name}" time="0">\n      <failure type="disagreement" message="${message}"/>\n    </testcase>`
  })
  if (said.length > 0) {
    suites.push(
      `  <testsuite name="agreement of the runners" tests="${said.length}" failures="${said.length}" errors="0" skipped="0" time="0">\n${said.join('\n')}\n  </testsuite>`,
    )
  }
  const failures = outcome.failed + outcome.needsReview + said.length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidegate" tests="${run.results.length + said.length}" failures="${failures}" errors="0" time="${(outcome.ms / 1_000).toFixed(3)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(runner: string, result: TestResult, skipped: string | null): string {
  const { verdict } = result
  const open = `    <testcase classname="tidegate.${escapeMarkup(runner)}" name="${escapeMarkup(caseName(result))}" time="${(verdict.ms / 1_000).toFixed(3)}"`
  if (skipped !== null) return `${open}>\n      <skipped message="${escapeMarkup(skipped)}"/>\n    </testcase>`
  if (verdict.status === 'passed') return `${open}/>`
  const complaints = complaintsOf(result)
  return `${open}>\n      <failure type="${verdict.status}" message="${escapeMarkup(complaints[0] ?? '')}">${escapeMarkup(complaints.join('\n'))}</failure>\n    </testcase>`
}

function property(name: string, value: string): string {
  return `      <property name="${escapeMarkup(name)}" value="${escapeMarkup(value)}"/>`
}

function time(results: readonly TestResult[]): string {
  return (results.reduce((sum, { verdict }) => sum + verdict.ms, 0) / 1_000).toFixed(3)
}

/** For XML text and attributes. Control characters that XML cannot hold are left out. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
