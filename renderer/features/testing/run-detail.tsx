import { CircleCheck } from 'lucide-react'
import type { TestResult } from '#contracts/test-run.ts'
import { traceCommand } from '#contracts/trace-command.ts'
import { rich, t, verbatim } from '../../i18n/t.ts'
import { useTests, useTestWork } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatDateTime, formatMs } from '../../ui/format.ts'
import { PictureCompare } from './picture-compare.tsx'
import { isUnderWay, outcomeText, RUNNER_TEXT, STATUS_TEXT, STATUS_TONE } from './run-text.ts'

/** One run: what did not pass first, with what stood in the way, then all that passed. */
export function RunDetail() {
  const open = useTests((s) => s.open)
  const openId = useTests((s) => s.openId)
  const jobs = useTestWork((s) => s.open)
  if (openId === null) return null
  if (open === null) return <p className="muted">{t('Loading…')}</p>
  const { run, outcome, underWay } = open
  const worse = run.results.filter(({ verdict }) => verdict.status !== 'passed')
  const passed = run.results.filter(({ verdict }) => verdict.status === 'passed')
  return (
    <section className="card run-detail" aria-label={t('Run of {when}', { when: formatDateTime(run.startedAt) })}>
      <div className="card-head">
        <h2>{outcomeText(outcome, isUnderWay({ id: run.id, underWay }, jobs))}</h2>
        <span className="small muted num">{formatMs(outcome.ms)}</span>
      </div>
      <div className="card-body stack">
        {outcome.disagreements.map(({ scenario, row, statuses, at }) => (
          <Callout key={`${scenario} ${row ?? ''}`} tone="warn" title={t('The runners disagree on {scenario}', { scenario })}>
            <p>{statuses.map(({ runner, status }) => `${RUNNER_TEXT[runner]}: ${STATUS_TEXT[status]}`).join(' · ')}</p>
            {at === '' ? null : (
              <p>
                <bdi>{at}</bdi>
              </p>
            )}
          </Callout>
        ))}
        {worse.map((result) => (
          <Complaint key={keyOf(result)} runId={run.id} result={result} />
        ))}
        {passed.length === 0 ? null : (
          <ul className="plain-list passed-list" aria-label={t('Passed')}>
            {passed.map((result) => (
              <li key={keyOf(result)} className="row spread">
                <CircleCheck size={14} className="passed-mark" aria-hidden />
                <span className="grow">
                  <bdi>{result.verdict.title}</bdi> <WhichOne result={result} />
                </span>
                <span className="small muted">{RUNNER_TEXT[result.verdict.runner]}</span>
                <span className="small muted num">{formatMs(result.verdict.ms)}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="small muted">
          {t('Node {node} on {platform}. Its files are in {folder}.', {
            node: run.environment.node,
            platform: run.environment.platform,
            folder: run.folder,
          })}
        </p>
      </div>
    </section>
  )
}

function keyOf({ verdict, attempt }: TestResult): string {
  return `${verdict.scenario} ${verdict.row ?? ''} ${verdict.runner} ${attempt}`
}

function Complaint({ runId, result }: { readonly runId: string; readonly result: TestResult }) {
  const { verdict, ranOn } = result
  const wrong = [...verdict.steps, ...verdict.expectations].filter(({ status }) => status !== 'passed')
  return (
    <article className="complaint" aria-label={verdict.title}>
      <p className="row row-wrap">
        <Badge tone={STATUS_TONE[verdict.status]}>{STATUS_TEXT[verdict.status]}</Badge>
        <strong>
          <bdi>{verdict.title}</bdi>
        </strong>
        <WhichOne result={result} />
        <span className="small muted">{RUNNER_TEXT[verdict.runner]}</span>
        <bdi className="small muted">{ranOn}</bdi>
      </p>
      <ul className="stack small">
        {wrong.map((checked) => (
          <li key={checked.words}>
            <bdi>{checked.words}</bdi>: <bdi>{checked.why}</bdi>
          </li>
        ))}
      </ul>
      <PictureCompare runId={runId} result={result} />
      <TraceHint command={traceCommand(runId, result)} />
    </article>
  )
}

/** Which row of its data a scenario was carried out with, and which time it was, where there is more than one. */
function WhichOne({ result: { verdict, attempt } }: { readonly result: TestResult }) {
  const words = [
    ...(verdict.row === null ? [] : [t('row {row, number}', { row: verdict.row })]),
    ...(attempt === 1 ? [] : [t('time {attempt, number}', { attempt })]),
  ]
  return words.length === 0 ? null : <span className="small muted">{words.join(' · ')}</span>
}

/** How what was recorded of it is opened. */
function TraceHint({ command }: { readonly command: string | null }) {
  if (command === null) return null
  return (
    <p className="small">
      {rich('Everything that was done and seen: <command></command>', {
        command: () => (
          <code key="command" className="trace-command" dir="ltr">
            {verbatim(command)}
          </code>
        ),
      })}
    </p>
  )
}
