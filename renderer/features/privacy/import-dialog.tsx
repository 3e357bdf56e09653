import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { AddedRules } from '../../state/rules-store.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { KIND_TEXT } from './rule-table.tsx'
import type { PendingImport } from './rules-transfer.tsx'

/** Rules of a file that are listed before they are added. */
const LISTED = 50

/** Shows what a file would add, and adds it when the person says so. */
export function ImportDialog({ pending, onClose }: { readonly pending: PendingImport; readonly onClose: () => void }) {
  const { rules, ui } = useApp()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<AddedRules['refused']>([])
  const { name, fresh, known, unreadable } = pending
  const isOver = refused.length > 0

  const add = (): void => {
    setBusy(true)
    ui.getState().clearNotice()
    rules
      .getState()
      .addMany(fresh)
      .then(
        ({ added, refused: failed }) => {
          if (added.length > 0) {
            ui.getState().notify(t('{count, plural, one {# rule was} other {# rules were}} added.', { count: added.length }), () =>
              rules.getState().removeMany(added.map(({ id }) => id)),
            )
          }
          if (failed.length === 0) onClose()
          else setRefused(failed)
        },
        (error: unknown) => setRefused([{ text: name, reason: describeError(error) }]),
      )
      .finally(() => setBusy(false))
  }

  return (
    <Modal
      open
      title={t('Rules from “{name}”', { name })}
      onClose={onClose}
      actions={
        isOver ? (
          <Button onClick={onClose}>{t('Close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button tone="primary" disabled={busy || fresh.length === 0} onClick={add}>
              {busy ? t('Adding…') : t('{count, plural, one {Add # rule} other {Add # rules}}', { count: fresh.length })}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        {isOver ? (
          <Callout tone="warn" title={t('Some rules were not added. The others hold.')} role="alert">
            <ul>
              {refused.map(({ text, reason }) => (
                <li key={text}>
                  <bdi>{text}</bdi>: {reason}
                </li>
              ))}
            </ul>
          </Callout>
        ) : (
          <>
            <p>{fresh.length === 0 ? t('Nothing in it is new here.') : t('They hold for every prompt and source from then on.')}</p>
            {known === 0 ? null : (
              <p className="small muted">
                {t(
                  '{count, plural, one {# rule holds here already or stands twice in it.} other {# rules hold here already or stand twice in it.}}',
                  { count: known },
                )}
              </p>
            )}
            {unreadable === 0 ? null : (
              <Callout tone="warn">
                {t('{count, plural, one {# entry is} other {# entries are}} no rule and will be left out.', { count: unreadable })}
              </Callout>
            )}
            <ul className="plain-list import-list" aria-label={t('Rules to add')}>
              {fresh.slice(0, LISTED).map((rule) => (
                <li key={`${rule.kind} ${rule.text}`}>
                  <bdi className={rule.kind === 'pattern' ? 'mono grow' : 'grow'}>{rule.text}</bdi>
                  <span className="small muted">{KIND_TEXT[rule.kind]}</span>
                  {rule.label === null ? null : <LabelBadge label={rule.label} />}
                </li>
              ))}
            </ul>
            {fresh.length > LISTED ? (
              <p className="small muted">{t('and {count, number} more', { count: fresh.length - LISTED })}</p>
            ) : null}
          </>
        )}
      </div>
    </Modal>
  )
}
