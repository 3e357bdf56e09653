import { type ChangeSpec, EditorSelection, type EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state'

/** Puts a mark such as `**` around each selection, or takes it away where it stands already. Without a selection the cursor ends up between. */
export function toggleMark(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    const edit = state.changeByRange(({ from, to }) => {
      const before = state.sliceDoc(from - mark.length, from)
      const after = state.sliceDoc(to, to + mark.length)
      if (before === mark && after === mark && !isPartOfLonger(state, from, to, mark)) {
        return {
          changes: [
            { from: from - mark.length, to: from },
            { from: to, to: to + mark.length },
          ],
          range: EditorSelection.range(from - mark.length, to - mark.length),
        }
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + mark.length, to + mark.length),
      }
    })
    dispatch(state.update(edit, { userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
}

/** Whether the mark around a range is a piece of a longer one: `*` within `**` is no italic. */
function isPartOfLonger(state: EditorState, from: number, to: number, mark: string): boolean {
  if (mark !== '*') return false
  const stars = (at: number, step: 1 | -1): number => {
    let count = 0
    while (state.sliceDoc(at + (step === 1 ? count : -count - 1), at + (step === 1 ? count + 1 : -count)) === '*') count += 1
    return count
  }
  return stars(from, -1) === 2 && stars(to, 1) === 2
}

/** What stands before a line of a block; `numbered` counts. */
export type LineMark = '> ' | '- ' | 'numbered'

const LINE_MARK = /^(?:> |[-*] |\d{1,3}[.)] )/

/** Gives every selected line the mark, or takes it away where all have it; another mark gives way to it. */
export function toggleLines(mark: LineMark): StateCommand {
  return ({ state, dispatch }) => {
    const lines = selectedLines(state)
    const filled = lines.length > 1 ? lines.filter(({ text }) => text.trim() !== '') : lines
    const marked = filled.every(({ text }) => (mark === 'numbered' ? /^\d{1,3}[.)] /.test(text) : text.startsWith(mark)))
    const changes = filled.map(({ from, text }, index): ChangeSpec => {
      const old = LINE_MARK.exec(text)?.[0] ?? ''
      const insert = marked ? '' : mark === 'numbered' ? `${index + 1}. ` : mark
      return { from, to: from + old.length, insert }
    })
    return apply({ changes }, state, dispatch)
  }
}

/** A heading of the second level, then the third, then none. */
export const cycleHeading: StateCommand = ({ state, dispatch }) => {
  const changes = selectedLines(state).map(({ from, text }): ChangeSpec => {
    const old = /^#{1,6} /.exec(text)?.[0] ?? ''
    const insert = old === '' ? '## ' : old === '## ' ? '### ' : ''
    return { from, to: from + old.length, insert }
  })
  return apply({ changes }, state, dispatch)
}

/** `[selection](address)`, with what is still to be written selected. */
export function insertLink(address: string): StateCommand {
  return ({ state, dispatch }) => {
    const edit = state.changeByRange(({ from, to }) => {
      const text = state.sliceDoc(from, to)
      const start = from + text.length + 3
      return {
        changes: { from, to, insert: `[${text}](${address})` },
        range: text === '' ? EditorSelection.cursor(from + 1) : EditorSelection.range(start, start + address.length),
      }
    })
    dispatch(state.update(edit, { userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
}

function selectedLines(state: EditorState): { readonly from: number; readonly text: string }[] {
  const starts = new Map<number, { from: number; text: string }>()
  for (const { from, to } of state.selection.ranges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      starts.set(line.from, line)
      if (line.to >= to || line.number === state.doc.lines) break
    }
  }
  return [...starts.values()]
}

function apply(edit: TransactionSpec, state: EditorState, dispatch: Parameters<StateCommand>[0]['dispatch']): boolean {
  const changes = state.changes(edit.changes ?? [])
  // The caret before an inserted mark goes with the text.
  dispatch(state.update({ changes, selection: state.selection.map(changes, 1), userEvent: 'input.format', scrollIntoView: true }))
  return true
}
