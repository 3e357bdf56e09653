import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { ScrollRegion } from './scroll-region.tsx'

interface ModalProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly shape?: 'normal' | 'wide' | 'sheet'
}

/** A dialog that holds the focus until it is closed by its button, Escape or a click beside it. */
export function Modal({ open, onClose, title, description, children, actions, shape = 'normal' }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`dialog ${shape === 'normal' ? '' : `dialog-${shape}`}`}>
          <div className="dialog-head">
            <div className="grow">
              <Dialog.Title className="dialog-title">{title}</Dialog.Title>
              {description ? (
                <Dialog.Description className="dialog-description" render={<div />}>
                  {description}
                </Dialog.Description>
              ) : null}
            </div>
            {/* Without a hint: it would open with the dialog's first focus and take the first Escape for itself. */}
            <Dialog.Close className="button button-quiet button-small button-icon" aria-label={t('Close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          <ScrollRegion className="dialog-body" label={t('Details')}>
            {children}
          </ScrollRegion>
          {actions ? <div className="dialog-actions">{actions}</div> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
