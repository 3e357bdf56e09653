import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import type { ExportFormat } from '#contracts/history.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { saveBytes } from '../../ui/save-file.ts'

const FORMATS: ReadonlyArray<{ readonly format: ExportFormat; readonly text: string }> = [
  { format: 'md', text: verbatim('Markdown') },
  { format: 'docx', text: verbatim('Word (DOCX)') },
  { format: 'html', text: t('Web page (HTML)') },
  { format: 'json', text: t('JSON, the whole record') },
]

/** Offers the version in view as a file. */
export function ExportMenu({ versionId }: { readonly versionId: string }) {
  const { connection, ui } = useApp()
  const save = (format: ExportFormat): void => {
    connection
      .api()
      .history.export({ id: versionId, format })
      .then(
        (file) => saveBytes(file.name, file.base64, file.mediaType),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <Menu.Root>
      <Menu.Trigger className="button button-small">
        <Download size={14} aria-hidden />
        <span className="action-text">{t('Export')}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="menu-positioner">
          <Menu.Popup className="menu">
            {FORMATS.map(({ format, text }) => (
              <Menu.Item key={format} className="menu-item" onClick={() => save(format)}>
                {text}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
