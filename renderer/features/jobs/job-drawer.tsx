import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { AttemptsTable } from './attempts-table.tsx'
import { attemptsOf, ownLines } from './job-attempts.ts'
import { JobFacts } from './job-facts.tsx'
import { heldBackReason } from './job-note.ts'
import { canCancel, canRetry, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText } from './job-text.ts'
import { JobTies } from './job-ties.tsx'
import { JobLog, JobTimeline } from './job-timeline.tsx'
import { jobTitle, lineTitle } from './job-title.ts'
import './job-drawer.css'

/** One job in full: what happened to it and how long that took, what it took, what it wrote, and what it waits for. */
export function JobDrawer() {
  const { ui, generation, jobs } = useApp()
  const selectedId = useJobs((s) => s.selectedId)
  const detail = useJobs((s) => s.detail)
  const heldBack = useJobs((s) => s.heldBack)
  const select = useJobs((s) => s.select)
  const cancel = useJobs((s) => s.cancel)
  const retry = useJobs((s) => s.retry)
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  const folders = useSources((s) => s.folders)
  if (selectedId === null) return null
  // Until all of it has arrived there is the line of the list.
  const line = [...jobs.getState().pages.values()].flat().find(({ id }) => id === selectedId)
  const job = detail?.job ?? line
  if (job === undefined) return null
  const close = (): void => void select(null)
  // Behind a lock it would not begin on an idle machine either.
  const reason = detail !== null && detail.locks.wanted.length > 0 ? null : heldBackReason(job, heldBack, Date.now())
  const attempts = detail === null ? [] : attemptsOf(detail.transitions, detail.log)
  const written = detail === null ? [] : ownLines(detail.log)
  return (
    <Modal
      open
      shape="sheet"
      onClose={close}
      title={line === undefined ? jobTitle(job, { history, sources: sources ?? [], folders }) : lineTitle(line)}
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
              {t('Open draft')}
            </Button>
          ) : null}
          {canRetry(job) ? <Button onClick={() => void retry(job.id)}>{t('Retry')}</Button> : null}
          {canCancel(job) ? (
            <Button tone="danger" onClick={() => void cancel(job.id)}>
              {t('Cancel job')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="stack job-detail">
        {job.error ? (
          <Callout tone="bad" title={t('It failed')}>
            {fromCore(job.error.message)}
          </Callout>
        ) : null}
        {reason === null ? null : <Callout tone="info">{reason}</Callout>}
        {job.note ? <p>{fromCore(job.note)}</p> : null}
        <JobFacts job={job} />
        {detail === null ? (
          <p className="muted">{t('Loading…')}</p>
        ) : (
          <>
            <JobTies dependencies={detail.dependencies} dependants={detail.dependants} locks={detail.locks} />
            {attempts.length === 0 ? null : (
              <>
                <h3>{t('Tries')}</h3>
                <AttemptsTable attempts={attempts} />
              </>
            )}
            <h3>{t('Timeline')}</h3>
            <JobTimeline transitions={detail.transitions} />
            <h3>{t('Log')}</h3>
            {written.length === 0 ? <p className="small muted">{t('It has written nothing.')}</p> : <JobLog lines={written} />}
          </>
        )}
      </div>
    </Modal>
  )
}
