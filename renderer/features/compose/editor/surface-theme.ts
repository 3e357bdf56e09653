import { EditorView } from '@codemirror/view'

const FIELD = { border: '1px solid var(--line-strong)', borderRadius: 'var(--radius-s)', background: 'var(--surface)', color: 'var(--ink)' }

/** The look of the editor, from the tokens of the design, which reach into its shadow root. */
export const SURFACE_THEME = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', fontSize: '17px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-serif)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { maxWidth: '760px', padding: '20px 24px', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0', unicodeBidi: 'plaintext', textAlign: 'start' },
  '.cm-cursor': { borderInlineStartColor: 'var(--ink)', borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--accent-soft)' },
  '.cm-selectionMatch': { background: 'var(--surface-hover)' },
  '.cm-searchMatch': { background: 'var(--quote)', color: 'var(--ink)' },
  '.cm-searchMatch-selected': { outline: '2px solid var(--focus)' },
  '.cm-panels': {
    borderBottom: '1px solid var(--line)',
    background: 'var(--surface-sunk)',
    color: 'var(--ink)',
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-panel.cm-search': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px', padding: '8px 44px 8px 16px' },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px', fontSize: 'var(--text-xs)' },
  '.cm-textfield': { ...FIELD, height: '28px', margin: '0', padding: '0 8px', fontSize: 'var(--text-xs)' },
  '.cm-button': { ...FIELD, height: '28px', margin: '0', padding: '0 8px', fontSize: 'var(--text-xs)', cursor: 'pointer' },
  '.cm-button:hover': { background: 'var(--surface-hover)' },
  '.cm-panel.cm-search [name=close]': {
    top: '8px',
    width: '28px',
    height: '28px',
    margin: '0',
    borderRadius: 'var(--radius-s)',
    color: 'var(--ink-2)',
    fontSize: '18px',
    cursor: 'pointer',
  },
  'button:focus-visible, input:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
})
