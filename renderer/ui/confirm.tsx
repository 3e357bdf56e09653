import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from './button.tsx'

interface ConfirmProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  /** What the confirming button says: the deed, not "OK". */
  readonly action: string
  /** `primary` for what is no loss. */
  readonly tone?: 'danger' | 'primary'
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Asks before something that cannot be undone, or that bears on everything from then on. */
export function Confirm({ open, title, children, action, tone = 'danger', onConfirm, onCancel }: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => next || onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <div className="dialog-head">
            <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          </div>
          <AlertDialog.Description className="dialog-body" render={<div />}>
            {children}
          </AlertDialog.Description>
          <div className="dialog-actions">
            <Button onClick={onCancel}>{t('Cancel')}</Button>
            <Button tone={tone} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
