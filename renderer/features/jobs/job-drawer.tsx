import { useApp, useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatDateTime, formatMs, formatPercent } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { canCancel, canRetry, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText } from './job-text.ts'
import { jobTitle } from './job-title.ts'

/** One job in full, with every change of its state. */
export function JobDrawer() {
  const { ui, generation } = useApp()
  const job = useJobs((s) => s.jobs?.find((candidate) => candidate.id === s.selectedId))
  const transitions = useJobs((s) => s.transitions)
  const select = useJobs((s) => s.select)
  const cancel = useJobs((s) => s.cancel)
  const retry = useJobs((s) => s.retry)
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  if (!job) return null
  const close = (): void => void select(null)
  return (
    <Modal
      open
      shape="sheet"
      onClose={close}
      title={jobTitle(job, history, sources ?? [])}
      description={
        <span className="row">
          <Badge tone={JOB_STATE_TONE[job.state]}>{JOB_STATE_TEXT[job.state]}</Badge>
          {jobKindText(job.kind)}
        </span>
      }
      actions={
        <>
          {job.kind === 'generate' ? (
            <Button
              onClick={() => {
                generation.getState().open(job.subject)
                ui.getState().show('compose')
                close()
              }}
            >
              Open draft
            </Button>
          ) : null}
          {canRetry(job) ? <Button onClick={() => void retry(job.id)}>Retry</Button> : null}
          {canCancel(job) ? (
            <Button tone="danger" onClick={() => void cancel(job.id)}>
              Cancel job
            </Button>
          ) : null}
        </>
      }
    >
      <div className="stack job-detail">
        {job.error ? (
          <Callout tone="bad" title="It failed">
            {job.error.message}
          </Callout>
        ) : null}
        {job.note ? <p>{job.note}</p> : null}
        <dl className="facts num">
          <dt>Job</dt>
          <dd className="mono">{job.id}</dd>
          <dt>Created</dt>
          <dd>{formatDateTime(job.createdAt)}</dd>
          {job.startedAt === null ? null : (
            <>
              <dt>Started</dt>
              <dd>{formatDateTime(job.startedAt)}</dd>
            </>
          )}
          {job.endedAt === null ? null : (
            <>
              <dt>Ended</dt>
              <dd>
                {formatDateTime(job.endedAt)} ({formatMs(job.endedAt - (job.startedAt ?? job.createdAt))})
              </dd>
            </>
          )}
          <dt>Progress</dt>
          <dd>{formatPercent(job.progress)}</dd>
          <dt>Attempts</dt>
          <dd>
            {job.attempt} of {job.maxAttempts}
          </dd>
          <dt>Priority</dt>
          <dd>{job.priority}</dd>
        </dl>
        <h3>Transitions</h3>
        {transitions === null ? <p className="muted">Loading…</p> : null}
        <ol className="plain-list transitions" aria-label="Transitions">
          {(transitions ?? []).map((transition) => (
            <li key={transition.seq} className="transition">
              <span className="row">
                <Badge tone={JOB_STATE_TONE[transition.to]}>{JOB_STATE_TEXT[transition.to]}</Badge>
                <span className="small muted num">{formatDateTime(transition.at)}</span>
              </span>
              {transition.note ? <span className="small">{transition.note}</span> : null}
            </li>
          ))}
        </ol>
      </div>
    </Modal>
  )
}
