import { caseName, complaintsOf, disagreementInWords, type Report, rateInWords, STATUS_WORDS, seconds } from './report.ts'

/** A summary for a pull request or a chat: the outcome, what did not pass and why, and the figures. */
export function toMarkdown({ run, outcome, kpis }: Report): string {
  const open = run.results.filter(({ verdict }) => verdict.status !== 'passed')
  const ranOn = [...Map.groupBy(run.results, ({ verdict }) => verdict.runner)].map(
    ([runner, results]) => `- ${runner}: ${text(results[0]?.ranOn ?? '')}`,
  )
  return [
    `# ${outcome.ok ? 'Passed' : 'Not passed'}: ${outcome.words}`,
    '',
    `Tidegate ${text(run.environment.app)} on ${text(run.environment.platform)}, ${new Date(run.startedAt).toISOString()}, ${seconds(outcome.ms)}.`,
    '',
    ...ranOn,
    ...(open.length === 0
      ? []
      : [
          '',
          '| scenario | runner | verdict | why |',
          '| --- | --- | --- | --- |',
          ...open.map((result) => {
            const { runner, status } = result.verdict
            return `| ${text(caseName(result))} | ${runner} | ${STATUS_WORDS[status]} | ${complaintsOf(result).map(text).join('<br>')} |`
          }),
        ]),
    ...outcome.disagreements.map(
      (one) => `
The runners disagree on ${text(disagreementInWords(one))}.`,
    ),
    '',
    '| figure, last 30 days | |',
    '| --- | --- |',
    `| passed | ${rateInWords(kpis.passRate)} |`,
    `| time of a scenario, median and 95th percentile | ${kpis.executionMs.p50 === null ? 'none yet' : `${seconds(kpis.executionMs.p50)}, ${seconds(kpis.executionMs.p95 ?? 0)} (${kpis.executionMs.sample})`} |`,
    `| unreliable | ${rateInWords(kpis.flakeRate)}${kpis.flaky.length === 0 ? '' : `: ${kpis.flaky.map(({ scenario, runner }) => `${text(scenario)} (${runner})`).join(', ')}`} |`,
    `| in quarantine | ${kpis.quarantined.length === 0 ? 'none' : kpis.quarantined.map(({ scenario, owner, until }) => `${text(scenario)}: ${text(owner)}, until ${new Date(until).toISOString().slice(0, 10)}`).join('; ')} |`,
    '',
  ].join('\n')
}

/** In a cell of a table, and without being markup. */
function text(value: string): string {
  return value.replaceAll(/[\\`*_[\]<>|]/g, (sign) => `\\${sign}`).replaceAll('\n', ' ')
}
