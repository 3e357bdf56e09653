import { CSPProvider } from '@base-ui/react/csp-provider'
import { createRoot } from 'react-dom/client'
import { t } from '../i18n/t.ts'
import { markLook } from '../shell/mark-look.ts'
import { connect } from '../state/connect.ts'
import { createConnectionStore } from '../state/connection-store.ts'
import { createUiStore } from '../state/ui-store.ts'
import { QuickWindow } from './quick-window.tsx'
import '../ui/styles.ts'

/** Draws the quick window, in the look and language of the others. */
export function startQuick(root: HTMLElement): void {
  const connection = createConnectionStore(() => connect())
  const look = () => markLook(createUiStore(localStorage).getState())
  let unmark = look()
  // It may be out of sight for long, while another window changes the look.
  window.addEventListener('storage', () => {
    unmark()
    unmark = look()
  })
  document.title = t('Quick draft')
  window.addEventListener('pagehide', () => connection.dispose())
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <QuickWindow connection={connection} />
    </CSPProvider>,
  )
}
