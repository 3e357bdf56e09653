import { defaultKeymap, history, historyKeymap, redo, undo } from '@codemirror/commands'
import { markdown, markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { verbatim } from '../../../i18n/t.ts'
import { cycleHeading, insertLink, toggleLines, toggleMark } from './markdown-commands.ts'
import { SEARCH_PHRASES } from './search-phrases.ts'
import { SURFACE_THEME } from './surface-theme.ts'

export type SurfaceCommand = 'bold' | 'italic' | 'heading' | 'bullets' | 'numbers' | 'quote' | 'link' | 'undo' | 'redo' | 'find'

export interface MarkdownSurface {
  run(command: SurfaceCommand): void
  focus(): void
  dispose(): void
}

interface SurfaceOptions {
  readonly text: string
  /** Its accessible name. */
  readonly label: string
  readonly maxChars: number
  readonly onChange: (text: string) => void
  /** Control+Enter. */
  readonly onKeep: () => void
}

const bold = toggleMark('**')
const italic = toggleMark('*')
const link = insertLink('https://')

const COMMANDS: Readonly<Record<SurfaceCommand, (view: EditorView) => boolean>> = {
  bold,
  italic,
  heading: cycleHeading,
  bullets: toggleLines('- '),
  numbers: toggleLines('numbered'),
  quote: toggleLines('> '),
  link,
  undo,
  redo,
  find: openSearchPanel,
}

/**
 * An editor for Markdown source within `host`. It lives in a shadow root: there its styles are adopted sheets, which the content security
 * policy allows, while in the page itself they would be a style element, which it forbids.
 */
export function createMarkdownSurface(host: HTMLElement, options: SurfaceOptions): MarkdownSurface {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const listening = new AbortController()
  // Seen from outside, a key is pressed on the host, where the window takes these for shortcuts of its own.
  root.addEventListener(
    'keydown',
    (event) => {
      if (event instanceof KeyboardEvent && (event.key === '?' || event.key === 'Escape')) event.stopPropagation()
    },
    { signal: listening.signal },
  )
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.text, selection: { anchor: options.text.length }, extensions: extensionsFor(options) }),
  })
  return {
    run(command) {
      COMMANDS[command](view)
      if (command !== 'find') view.focus()
    },
    focus: () => view.focus(),
    dispose() {
      listening.abort()
      view.destroy()
    },
  }
}

function extensionsFor({ label, maxChars, onChange, onKeep }: SurfaceOptions): Extension[] {
  const keep = (): boolean => {
    onKeep()
    return true
  }
  return [
    history(),
    drawSelection(),
    search({ top: true }),
    highlightSelectionMatches(),
    markdown({ base: markdownLanguage, addKeymap: false, completeHTMLTags: false }),
    syntaxHighlighting(HIGHLIGHT),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'true', autocapitalize: 'sentences' }),
    EditorState.phrases.of(SEARCH_PHRASES),
    EditorState.changeFilter.of((transaction) => transaction.newDoc.length <= Math.max(maxChars, transaction.startState.doc.length)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString())
    }),
    keymap.of([
      { key: verbatim('Mod-Enter'), run: keep },
      { key: verbatim('Mod-b'), run: bold },
      { key: verbatim('Mod-i'), run: italic },
      { key: verbatim('Mod-k'), run: link },
      { key: verbatim('Mod-Alt-h'), run: cycleHeading },
      ...markdownKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    SURFACE_THEME,
  ]
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.25em', fontWeight: '650' },
  { tag: [tags.heading2, tags.heading3], fontSize: '1.1em', fontWeight: '650' },
  { tag: [tags.heading4, tags.heading5, tags.heading6], fontWeight: '650' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.monospace, fontFamily: 'var(--font-mono)', fontSize: '0.9em' },
  { tag: tags.quote, color: 'var(--ink-2)' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: [tags.processingInstruction, tags.meta, tags.contentSeparator], color: 'var(--ink-3)' },
])
