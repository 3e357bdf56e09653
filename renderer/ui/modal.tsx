import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
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
  /** For a dialog that asks for one thing: its first field has the focus when it opens, and not the button that closes it. */
  readonly startsInField?: boolean
}

/** A dialog that holds the focus until it is closed by its button, Escape or a click beside it. */
export function Modal({ open, onClose, title, description, children, actions, shape = 'normal', startsInField = false }: ModalProps) {
  const popup = useRef<HTMLDivElement>(null)
  const firstField = (): HTMLElement | null => popup.current?.querySelector<HTMLElement>('input, textarea, select') ?? null
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          ref={popup}
          initialFocus={startsInField ? firstField : true}
          className={`dialog ${shape === 'normal' ? '' : `dialog-${shape}`}`}
        >
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
