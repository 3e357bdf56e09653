import { Toolbar } from '@base-ui/react/toolbar'
import { Bold, Eye, Heading, Italic, Link, List, ListOrdered, Quote, Redo2, Search, Undo2 } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { t } from '../../../i18n/t.ts'
import { IconButton } from '../../../ui/button.tsx'
import type { MarkdownSurface, SurfaceCommand } from './markdown-surface.ts'

interface Tool {
  readonly command: SurfaceCommand
  readonly label: string
  readonly icon: ReactNode
  readonly keys?: string
}

const SIZE = 15
const GROUPS: readonly (readonly Tool[])[] = [
  [
    { command: 'bold', label: t('Bold'), icon: <Bold size={SIZE} aria-hidden />, keys: 'Control+B' },
    { command: 'italic', label: t('Italic'), icon: <Italic size={SIZE} aria-hidden />, keys: 'Control+I' },
    { command: 'heading', label: t('Heading'), icon: <Heading size={SIZE} aria-hidden />, keys: 'Control+Alt+H' },
  ],
  [
    { command: 'bullets', label: t('List'), icon: <List size={SIZE} aria-hidden /> },
    { command: 'numbers', label: t('Numbered list'), icon: <ListOrdered size={SIZE} aria-hidden /> },
    { command: 'quote', label: t('Quote'), icon: <Quote size={SIZE} aria-hidden /> },
    { command: 'link', label: t('Link'), icon: <Link size={SIZE} aria-hidden />, keys: 'Control+K' },
  ],
  [
    { command: 'undo', label: t('Undo'), icon: <Undo2 size={SIZE} aria-hidden />, keys: 'Control+Z' },
    { command: 'redo', label: t('Redo'), icon: <Redo2 size={SIZE} aria-hidden />, keys: 'Control+Y' },
    { command: 'find', label: t('Find and replace'), icon: <Search size={SIZE} aria-hidden />, keys: 'Control+F' },
  ],
]

interface EditorToolbarProps {
  readonly surface: RefObject<MarkdownSurface | null>
  readonly preview: boolean
  readonly onPreview: (preview: boolean) => void
}

/** What can be done with the text, also by the keys that each button names. Arrow keys move between the buttons. */
export function EditorToolbar({ surface, preview, onPreview }: EditorToolbarProps) {
  return (
    <Toolbar.Root className="editor-toolbar" aria-label={t('Formatting')}>
      {GROUPS.map((tools) => (
        <Toolbar.Group key={tools[0]?.command} className="editor-toolbar-group">
          {tools.map(({ command, label, icon, keys }) => (
            <Toolbar.Button
              key={command}
              disabled={preview}
              onClick={() => surface.current?.run(command)}
              render={<IconButton small label={label} icon={icon} aria-keyshortcuts={keys} />}
            />
          ))}
        </Toolbar.Group>
      ))}
      <span className="grow" />
      <Toolbar.Button
        aria-pressed={preview}
        onClick={() => onPreview(!preview)}
        render={<IconButton small label={t('Preview')} icon={<Eye size={SIZE} aria-hidden />} />}
      />
    </Toolbar.Root>
  )
}
