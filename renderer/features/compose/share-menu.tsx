import { Menu } from '@base-ui/react/menu'
import { Share2 } from 'lucide-react'
import type { ExportFormat } from '#contracts/history.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { copyText } from '../../state/copy-text.ts'
import { describeError } from '../../state/describe-error.ts'
import { exportedDraft, printDraft } from '../../state/draft-to-give.ts'
import { saveBytes } from '../../ui/save-file.ts'

const FORMATS: ReadonlyArray<{ readonly format: ExportFormat; readonly text: string }> = [
  { format: 'md', text: verbatim('Markdown') },
  { format: 'docx', text: verbatim('Word (DOCX)') },
  { format: 'html', text: t('Web page (HTML)') },
  { format: 'json', text: t('JSON, the whole record') },
]

/** Gives the draft in view to something else, as it is at this moment: the clipboard, paper, another app, a file. Nothing is sent by Tidegate itself. */
export function ShareMenu({ text }: { readonly text: string }) {
  const app = useApp()
  const { connection, ui } = app
  const { notify } = ui.getState()
  const failed = (error: unknown): void => notify(describeError(error))
  const save = (format: ExportFormat): void => {
    exportedDraft(app, format).then((file) => {
      if (file !== null) saveBytes(file.name, file.base64, file.mediaType)
    }, failed)
  }
  const copyWithSources = async (): Promise<void> => {
    const file = await exportedDraft(app, 'md')
    if (file === null) return
    await copyText(connection, textOf(file.base64))
    notify(t('Draft and sources copied as Markdown.'))
  }
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ text })
    } catch (error) {
      // Whoever closes the system's dialog did not want to share; nothing failed.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
  }
  return (
    <Menu.Root>
      <Menu.Trigger className="button button-small">
        <Share2 size={14} aria-hidden />
        <span className="action-text">{t('Export')}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="menu-positioner">
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => void copyWithSources().catch(failed)}>
              {t('Copy with its sources')}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => void printDraft(app).catch(failed)}>
              {t('Print…')}
            </Menu.Item>
            {'share' in navigator ? (
              <Menu.Item className="menu-item" onClick={() => void share().catch(failed)}>
                {t('Share…')}
              </Menu.Item>
            ) : null}
            <Menu.Separator className="menu-line" />
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{t('Save as a file')}</Menu.GroupLabel>
              {FORMATS.map(({ format, text: name }) => (
                <Menu.Item key={format} className="menu-item" onClick={() => save(format)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)))
}
