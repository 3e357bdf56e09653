import { RotateCcw, X } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { HeldBack } from '#contracts/job-control.ts'
import type { JobLine } from '#contracts/job-list.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { formatPercent } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { jobNote, triesText } from './job-note.ts'
import { canCancel, canRetry, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText } from './job-text.ts'
import { lineTitle } from './job-title.ts'
import { momentText } from './moment-text.ts'

interface JobRowProps {
  readonly line: JobLine
  readonly heldBack: readonly HeldBack[]
  readonly isChosen: boolean
  readonly onChoose: (line: JobLine, chosen: boolean) => void
  /** What moves the job, where the list has an order. */
  readonly handle: ReactNode
}

/** The cells of one job. Drawn again only when something of it has changed: many pass by while one scrolls. */
export const JobRow = memo(function JobRow({ line, heldBack, isChosen, onChoose, handle }: JobRowProps) {
  const title = lineTitle(line)
  const now = Date.now()
  const note = jobNote(line, heldBack, now)
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: rows are placed absolutely, which table elements do not allow
    <>
      <div role="cell" className="job-lead">
        {handle}
        <input
          type="checkbox"
          className="checkbox"
          aria-label={t('Choose {title}', { title })}
          checked={isChosen}
          onChange={(event) => onChoose(line, event.target.checked)}
        />
      </div>
      <div role="cell">
        <Badge tone={JOB_STATE_TONE[line.state]}>{JOB_STATE_TEXT[line.state]}</Badge>
      </div>
      <div role="cell" className="job-what">
        <Title id={line.id} title={title} />
        <Details line={line} />
      </div>
      <div role="cell" className="job-now">
        {line.state === 'running' ? <Progress value={line.progress} /> : null}
        <span className={`job-note${line.state === 'failed' || line.state === 'dead' ? ' is-bad' : ''}`} title={note}>
          {note}
        </span>
      </div>
      <div role="cell" className="num muted job-when">
        {momentText(line.createdAt, now)}
      </div>
      <div role="cell" className="job-actions">
        <Actions line={line} title={title} />
      </div>
    </>
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  )
})

function Title({ id, title }: { readonly id: string; readonly title: string }) {
  const { jobs } = useApp()
  return (
    <button
      type="button"
      className="link-button truncate"
      // Where it is cut off is its own end.
      dir="auto"
      title={title}
      aria-label={t('Details of {title}', { title })}
      onClick={() => void jobs.getState().select(id)}
    >
      {title}
    </button>
  )
}

function Details({ line }: { readonly line: JobLine }) {
  const tries = triesText(line)
  return (
    <span className="small muted truncate">
      {[jobKindText(line.kind), line.workspace, tries].filter((part) => part !== null && part !== '').join(' · ')}
    </span>
  )
}

function Progress({ value }: { readonly value: number }) {
  return (
    <span className="job-progress">
      <Meter value={value} label={t('Progress')} />
      <span className="small num muted">{formatPercent(value)}</span>
    </span>
  )
}

/** Plain buttons: a hint of its own for each would cost more than the rest of the row. */
function Actions({ line, title }: { readonly line: JobLine; readonly title: string }) {
  const { jobs } = useApp()
  if (canRetry(line)) {
    const label = t('Retry job: {title}', { title })
    return (
      <button type="button" className={SMALL} aria-label={label} title={t('Retry job')} onClick={() => void jobs.getState().retry(line.id)}>
        <RotateCcw size={15} aria-hidden />
      </button>
    )
  }
  if (!canCancel(line)) return null
  const label = t('Cancel job: {title}', { title })
  return (
    <button type="button" className={SMALL} aria-label={label} title={t('Cancel job')} onClick={() => void jobs.getState().cancel(line.id)}>
      <X size={15} aria-hidden />
    </button>
  )
}

const SMALL = 'button button-quiet button-small button-icon'
