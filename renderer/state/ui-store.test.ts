import { describe, expect, it, vi } from 'vitest'
import { createUiStore } from './ui-store.ts'
import { undoable, undoNotice } from './undo-notice.ts'

const create = () => createUiStore({ getItem: () => null, setItem: () => {}, removeItem: () => {} })
const texts = (ui: ReturnType<typeof create>) => ui.getState().notices.map(({ text }) => text)

describe('notices', () => {
  it('take each other’s place', () => {
    const ui = create()
    ui.getState().notify('First')
    ui.getState().notify('Second')
    expect(texts(ui)).toEqual(['Second'])
  })

  it('do not push away what can be undone', () => {
    const ui = create()
    ui.getState().notify('Removed', async () => null)
    ui.getState().notify('Copied')
    ui.getState().notify('Copied again')
    expect(texts(ui)).toEqual(['Removed', 'Copied again'])
    expect(undoable(ui)?.text).toBe('Removed')
  })

  it('that can be undone are kept to a few, the latest', () => {
    const ui = create()
    for (const name of ['a', 'b', 'c', 'd']) ui.getState().notify(name, async () => null)
    expect(texts(ui)).toEqual(['b', 'c', 'd'])
  })

  it('are undone once, and say so', async () => {
    const ui = create()
    const undo = vi.fn(async () => null)
    ui.getState().notify('Removed', undo)
    const notice = undoable(ui)
    if (notice === null) throw new Error('nothing to undo')
    await undoNotice(ui, notice)
    expect(undo).toHaveBeenCalledOnce()
    expect(texts(ui)).toEqual(['Undone.'])
  })

  it('say why when undoing fails', async () => {
    const ui = create()
    ui.getState().notify('Removed', () => Promise.reject(new Error('The disk is full.')))
    const notice = undoable(ui)
    if (notice === null) throw new Error('nothing to undo')
    await undoNotice(ui, notice)
    expect(texts(ui)).toEqual(['The disk is full.'])
  })
})
