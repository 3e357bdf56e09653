import { History } from 'lucide-react'
import { useState } from 'react'
import type { RoutingChange } from '#contracts/routing-learning.ts'
import { useApp, useLearning } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDateTime, plural } from '../../ui/format.ts'
import { canTakeBack, type DiffLine, diffOf, WHAT_TEXT } from './change-diff.ts'

/** Every change of what decides, newest first, with its way back. */
export function ChangesPanel() {
  const { ui, learning } = useApp()
  const changes = useLearning((s) => s.changes)
  const error = useLearning((s) => s.error)
  const [asked, setAsked] = useState<RoutingChange | null>(null)
  /** The latest of its kind says what holds now. */
  const held = asked === null ? undefined : changes?.find(({ what }) => what === asked.what)
  const later = asked === null ? 0 : (changes ?? []).filter(({ what, seq }) => what === asked.what && seq > asked.seq).length

  const takeBack = ({ seq }: RoutingChange): void => {
    setAsked(null)
    learning
      .getState()
      .revert(seq)
      .then(
        () => ui.getState().notify(`Change ${seq} was taken back.`),
        (reason: unknown) => ui.getState().notify(describeError(reason)),
      )
  }

  return (
    <section className="card changes-card" aria-label="Changes of what decides">
      <div className="card-head">
        <h2>Changes of what decides</h2>
        <span className="small muted num">{changes === null || changes.length === 0 ? '' : plural(changes.length, 'change')}</span>
      </div>
      {error === null ? null : (
        <Callout tone="bad" title="The changes cannot be shown" role="alert">
          {error}
        </Callout>
      )}
      {changes === null && error === null ? <p className="card-body muted">Loading…</p> : null}
      {changes?.length === 0 ? (
        <EmptyState icon={<History size={32} strokeWidth={1.5} aria-hidden />} title="Nothing was changed">
          Changes of the policy, the weights, corrections and experiments are written down here, whoever makes them: this window, the
          command line, or an edit of the settings file.
        </EmptyState>
      ) : null}
      {changes !== null && changes.length > 0 ? (
        <ol className="plain-list changes" aria-label="Changes" reversed>
          {changes.map((change) => (
            <Change key={change.seq} change={change} onTakeBack={() => setAsked(change)} />
          ))}
        </ol>
      ) : null}
      <Confirm
        open={asked !== null}
        title={`Take back change ${asked?.seq ?? ''}?`}
        action="Take back"
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && takeBack(asked)}
      >
        <p>
          What held before it holds again
          {later === 0 ? '' : `; ${plural(later, 'later change')} ${later === 1 ? 'is' : 'are'} undone with it`}. That is a change of its
          own, and can be taken back as well.
        </p>
        {asked === null ? null : <Diff lines={diffOf({ before: held?.after ?? asked.after, after: asked.before })} />}
      </Confirm>
    </section>
  )
}

function Change({ change, onTakeBack }: { readonly change: RoutingChange; readonly onTakeBack: () => void }) {
  const { seq, at, what, note } = change
  return (
    <li className="change">
      <div className="grow stack">
        <p className="row row-wrap">
          <span className="muted num">{seq}</span>
          <Badge tone={what === 'policy' ? 'warn' : 'neutral'}>{WHAT_TEXT[what]}</Badge>
          <span className="small muted num">{formatDateTime(at)}</span>
          {note === '' ? null : <span className="small">{note}</span>}
        </p>
        <Diff lines={diffOf(change)} />
      </div>
      {canTakeBack(change) ? (
        <Button small aria-label={`Take back change ${seq}`} onClick={onTakeBack}>
          Take back
        </Button>
      ) : null}
    </li>
  )
}

function Diff({ lines }: { readonly lines: readonly DiffLine[] }) {
  return (
    <ul className="plain-list change-diff" aria-label="What it changes">
      {lines.map(({ name, before, after }) => (
        <li key={name} className="num">
          <span>{name}: </span>
          {before === null ? null : <del>{before}</del>}
          {before !== null && after !== null ? ' → ' : ''}
          {after === null ? before === null ? null : ' (gone)' : <ins>{after}</ins>}
        </li>
      ))}
    </ul>
  )
}
