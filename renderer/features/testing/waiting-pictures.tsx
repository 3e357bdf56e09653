import { Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { DecidedPicture, WaitingPicture } from '#contracts/picture-review.ts'
import { t } from '../../i18n/t.ts'
import { useApp, usePictures, useTests } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { PictureDecision } from './picture-decision.tsx'
import { RUNNER_TEXT } from './run-text.ts'
import './waiting-pictures.css'

/** Pictures that a person has to look at: each with what differs, and the decision on it. Nothing is shown while none waits. */
export function WaitingPictures() {
  const { pictures } = useApp()
  const runs = useTests((s) => s.runs)
  const list = usePictures((s) => s.list)
  const error = usePictures((s) => s.error)
  useEffect(() => void pictures.getState().reload(), [pictures])
  // When the runs were looked at again, a new one may have left pictures.
  const earlierRuns = useRef(runs)
  useEffect(() => {
    if (earlierRuns.current !== null && earlierRuns.current !== runs) void pictures.getState().reload()
    earlierRuns.current = runs
  }, [pictures, runs])
  useFocusAfterLast(list?.waiting.length ?? 0)
  if (error === null && (list === null || list.waiting.length + list.decided.length === 0)) return null
  return (
    <section className="card waiting-pictures" aria-label={t('Pictures to look at')}>
      <div className="card-head">
        <h2>{t('Pictures to look at')}</h2>
        {list === null ? null : (
          <Badge tone={list.waiting.length > 0 ? 'warn' : 'good'}>
            {t('{count, plural, =0 {none waits} one {# waits} other {# wait}}', { count: list.waiting.length })}
          </Badge>
        )}
      </div>
      {error === null ? null : (
        <div className="card-body">
          <Callout tone="warn" role="alert">
            {error}
          </Callout>
        </div>
      )}
      {list === null || list.waiting.length === 0 ? null : (
        <div className="waiting-columns">
          <WaitingList waiting={list.waiting} />
          <PictureDecision />
        </div>
      )}
      {list === null || list.decided.length === 0 ? null : <DecidedList decided={list.decided} />}
    </section>
  )
}

/** The last decision takes its buttons away: whoever stood on one goes on at the head of the view. */
function useFocusAfterLast(count: number): void {
  const earlier = useRef(count)
  useEffect(() => {
    if (earlier.current > 0 && count === 0 && document.activeElement === document.body) document.getElementById('view-title')?.focus()
    earlier.current = count
  }, [count])
}

function WaitingList({ waiting }: { readonly waiting: readonly WaitingPicture[] }) {
  const { pictures } = useApp()
  const openId = usePictures((s) => s.openId)
  const isOfMany = new Set(waiting.map(({ scenarios }) => scenarios)).size > 1
  return (
    <ol className="plain-list waiting-list" aria-label={t('Pictures that wait')}>
      {waiting.map(({ id, name, host, scenarios, isNew }) => (
        <li key={id}>
          <button
            type="button"
            className="run-line"
            aria-current={id === openId ? 'true' : undefined}
            onClick={() => void pictures.getState().choose(id)}
          >
            <span className="grow">
              <bdi className="mono waiting-name">{name}</bdi>
              <span className="small muted">{isNew ? t('{host}, first picture', { host: RUNNER_TEXT[host] }) : RUNNER_TEXT[host]}</span>
              {isOfMany ? <bdi className="small muted waiting-name">{scenarios}</bdi> : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

function DecidedList({ decided }: { readonly decided: readonly DecidedPicture[] }) {
  const { pictures, ui } = useApp()
  const undo = (id: string): void => {
    pictures
      .getState()
      .undo([id])
      .catch((error: unknown) => ui.getState().notify(describeError(error)))
  }
  return (
    <div className="card-body stack decided-pictures">
      <h3 className="small">{t('Decided since the last run')}</h3>
      <ul className="plain-list" aria-label={t('Decided since the last run')}>
        {decided.map(({ id, name, decision, author, note, host }) => (
          <li key={id} className="row row-wrap small">
            <Badge tone={decision === 'approved' ? 'good' : 'bad'}>{decision === 'approved' ? t('Approved') : t('Rejected')}</Badge>
            <bdi className="mono">{name}</bdi>
            <span className="muted">{RUNNER_TEXT[host]}</span>
            <bdi className="grow muted">{note === '' ? author : `${author}: ${note}`}</bdi>
            <Button
              small
              icon={<Undo2 size={14} aria-hidden />}
              aria-label={t('Undo the decision on {name}', { name })}
              onClick={() => undo(id)}
            >
              {t('Undo')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
