import { useApp, useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { JobFacts } from './job-facts.tsx'
import { canCancel, canRetry, heldBackReason, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText } from './job-text.ts'
import { JobTies } from './job-ties.tsx'
import { JobLog, JobTimeline } from './job-timeline.tsx'
import { jobTitle } from './job-title.ts'

/** One job in full: what happened to it and how long that took, what it wrote, and what it waits for. */
export function JobDrawer() {
  const { ui, generation } = useApp()
  const detail = useJobs((s) => s.detail)
  // Until all of it has arrived there is the line of the list.
  const job = useJobs((s) => (s.selectedId === null ? undefined : (s.detail?.job ?? s.jobs?.find(({ id }) => id === s.selectedId))))
  const heldBack = useJobs((s) => s.heldBack)
  const select = useJobs((s) => s.select)
  const cancel = useJobs((s) => s.cancel)
  const retry = useJobs((s) => s.retry)
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  const folders = useSources((s) => s.folders)
  if (!job) return null
  const close = (): void => void select(null)
  // Behind a lock it would not begin on an idle machine either.
  const reason = detail !== null && detail.locks.wanted.length > 0 ? null : heldBackReason(job, heldBack, Date.now())
  return (
    <Modal
      open
      shape="sheet"
      onClose={close}
      title={jobTitle(job, { history, sources: sources ?? [], folders })}
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
        {reason === null ? null : <Callout tone="info">{reason}</Callout>}
        {job.note ? <p>{job.note}</p> : null}
        <JobFacts job={job} />
        {detail === null ? (
          <p className="muted">Loading…</p>
        ) : (
          <>
            <JobTies dependencies={detail.dependencies} dependants={detail.dependants} locks={detail.locks} />
            <h3>Timeline</h3>
            <JobTimeline transitions={detail.transitions} />
            <h3>Log</h3>
            {detail.log.length === 0 ? <p className="small muted">It has written nothing.</p> : <JobLog lines={detail.log} />}
          </>
        )}
      </div>
    </Modal>
  )
}
