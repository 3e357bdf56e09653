import { History } from 'lucide-react'
import { useState } from 'react'
import type { RoutingChange } from '#contracts/routing-learning.ts'
import { rich, t } from '../../i18n/t.ts'
import { useApp, useLearning } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { canTakeBack, type DiffLine, diffOf, WHAT_TEXT } from './change-diff.ts'
import './changes.css'

/** Changes that are seen at once where only those of one kind are shown. */
const SHOWN = 5

/** Every change of what decides, newest first, with its way back; or only those of the policy. */
export function ChangesPanel({ only }: { readonly only?: 'policy' }) {
  const { ui, learning } = useApp()
  const all = useLearning((s) => s.changes)
  const changes = only === undefined || all === null ? all : all.filter(({ what }) => what === only)
  const error = useLearning((s) => s.error)
  const [asked, setAsked] = useState<RoutingChange | null>(null)
  /** The latest of its kind says what holds now. */
  const held = asked === null ? undefined : changes?.find(({ what }) => what === asked.what)
  const later = asked === null ? 0 : (changes ?? []).filter(({ what, seq }) => what === asked.what && seq > asked.seq).length

  const title = only === 'policy' ? t('Changes of the policy') : t('Changes of what decides')
  const shown = only === undefined ? changes : changes?.slice(0, SHOWN)

  const takeBack = ({ seq }: RoutingChange): void => {
    setAsked(null)
    learning
      .getState()
      .revert(seq)
      .then(
        () => ui.getState().notify(t('Change {seq} was taken back.', { seq: String(seq) })),
        (reason: unknown) => ui.getState().notify(describeError(reason)),
      )
  }

  return (
    <section className="card changes-card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        <span className="small muted num">
          {changes === null || changes.length === 0
            ? ''
            : t('{count, plural, one {# change} other {# changes}}', { count: changes.length })}
        </span>
      </div>
      {error === null ? null : (
        <Callout tone="bad" title={t('The changes cannot be shown')} role="alert">
          {error}
        </Callout>
      )}
      {changes === null && error === null ? <p className="card-body muted">{t('Loading…')}</p> : null}
      {changes?.length === 0 ? (
        <EmptyState icon={<History size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing was changed')}>
          {only === 'policy'
            ? t(
                'Each change of the policy is written down here, whoever makes it: this window, the command line, or an edit of the settings file.',
              )
            : t(
                'Changes of the policy, the weights, corrections and experiments are written down here, whoever makes them: this window, the command line, or an edit of the settings file.',
              )}
        </EmptyState>
      ) : null}
      {shown && shown.length > 0 ? (
        <ol className="plain-list changes" aria-label={t('Changes')} reversed>
          {shown.map((change) => (
            <Change key={change.seq} change={change} onTakeBack={() => setAsked(change)} />
          ))}
        </ol>
      ) : null}
      <Confirm
        open={asked !== null}
        title={t('Take back change {seq}?', { seq: String(asked?.seq ?? '') })}
        action={t('Take back')}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && takeBack(asked)}
      >
        <p>
          {later === 0
            ? t('What held before it holds again. That is a change of its own, and can be taken back as well.')
            : t(
                'What held before it holds again; {count, plural, one {# later change is} other {# later changes are}} undone with it. That is a change of its own, and can be taken back as well.',
                { count: later },
              )}
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
          {note === '' ? null : (
            <span className="small">
              <bdi>{note}</bdi>
            </span>
          )}
        </p>
        <Diff lines={diffOf(change)} />
      </div>
      {canTakeBack(change) ? (
        <Button small aria-label={t('Take back change {seq}', { seq: String(seq) })} onClick={onTakeBack}>
          {t('Take back')}
        </Button>
      ) : null}
    </li>
  )
}

function Diff({ lines }: { readonly lines: readonly DiffLine[] }) {
  return (
    <ul className="plain-list change-diff" aria-label={t('What it changes')}>
      {lines.map(({ name, before, after }) => {
        const was = () => <del key="before">{before}</del>
        const is = () => <ins key="after">{after}</ins>
        return (
          <li key={name} className="num">
            {before !== null && after !== null
              ? rich('{name}: <was></was> → <now></now>', { name, was, now: is })
              : before !== null
                ? rich('{name}: <was></was> (gone)', { name, was })
                : rich('{name}: <now></now>', { name, now: is })}
          </li>
        )
      })}
    </ul>
  )
}
