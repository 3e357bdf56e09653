import { EditorState, type StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { cycleHeading, insertLink, toggleLines, toggleMark } from './markdown-commands.ts'

/** Runs a command on a text in which `|` stands at both ends of the selection, or once for a caret. */
function run(command: StateCommand, marked: string): string {
  const first = marked.indexOf('|')
  const last = marked.lastIndexOf('|')
  const doc = marked.replaceAll('|', '')
  let state = EditorState.create({ doc, selection: { anchor: first, head: last === first ? first : last - 1 } })
  command({
    state,
    dispatch: (transaction) => {
      state = transaction.state
    },
  })
  const { from, to } = state.selection.main
  const text = state.doc.toString()
  return from === to ? `${text.slice(0, from)}|${text.slice(from)}` : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`
}

describe('bold and italic', () => {
  it('are put around what is selected, and taken away again', () => {
    expect(run(toggleMark('**'), 'a |word| here')).toBe('a **|word|** here')
    expect(run(toggleMark('**'), 'a **|word|** here')).toBe('a |word| here')
    expect(run(toggleMark('*'), 'a *|word|* here')).toBe('a |word| here')
  })

  it('are both there when italic is asked for in bold text', () => {
    expect(run(toggleMark('*'), 'a **|word|** here')).toBe('a ***|word|*** here')
    expect(run(toggleMark('*'), 'a ***|word|*** here')).toBe('a **|word|** here')
  })

  it('leave the caret where the next letter belongs', () => {
    expect(run(toggleMark('**'), 'a | here')).toBe('a **|** here')
  })
})

describe('lists and quotes', () => {
  it('begin every selected line, and end there when all lines have it', () => {
    expect(run(toggleLines('- '), '|one\ntwo|')).toBe('- |one\n- two|')
    expect(run(toggleLines('- '), '|- one\n- two|')).toBe('|one\ntwo|')
    expect(run(toggleLines('numbered'), '|one\n\ntwo|')).toBe('1. |one\n\n2. two|')
  })

  it('take the place of each other', () => {
    expect(run(toggleLines('> '), '- one|')).toBe('> one|')
    expect(run(toggleLines('numbered'), '> one|')).toBe('1. one|')
  })

  it('can be begun on an empty line', () => {
    expect(run(toggleLines('- '), '|')).toBe('- |')
  })
})

describe('a heading', () => {
  it('goes from the second level to the third to none', () => {
    expect(run(cycleHeading, 'Plan|')).toBe('## Plan|')
    expect(run(cycleHeading, '## Plan|')).toBe('### Plan|')
    expect(run(cycleHeading, '### Plan|')).toBe('Plan|')
  })
})

describe('a link', () => {
  it('selects what is still to be written', () => {
    expect(run(insertLink('https://'), 'see |the plan|')).toBe('see [the plan](|https://|)')
    expect(run(insertLink('https://'), 'see |')).toBe('see [|](https://)')
  })
})
