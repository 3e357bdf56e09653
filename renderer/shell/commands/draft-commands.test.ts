import { describe, expect, it, vi } from 'vitest'
import type { AppState } from '../../state/app-state.ts'
import { createComposeStore } from '../../state/compose-store.ts'
import { createUiStore } from '../../state/ui-store.ts'
import { undoable, undoNotice } from '../../state/undo-notice.ts'
import { DRAFT_COMMANDS } from './draft-commands.ts'

/** As much of the app as a new draft needs, in which something was typed and then cleared by it. */
function afterNewDraft(typed: string) {
  const ui = createUiStore({ getItem: () => null, setItem: () => {}, removeItem: () => {} })
  const compose = createComposeStore()
  compose.getState().setPrompt(typed)
  const generation = { getState: () => ({ close: vi.fn() }) }
  DRAFT_COMMANDS.find(({ id }) => id === 'draft.new')?.run({ ui, compose, generation } as unknown as AppState)
  const undo = async (): Promise<void> => {
    const notice = undoable(ui)
    if (notice === null) throw new Error('nothing to undo')
    await undoNotice(ui, notice)
  }
  return { ui, compose, undo }
}

describe('a new draft', () => {
  it('clears what was typed, and brings it back when that is undone', async () => {
    const { ui, compose, undo } = afterNewDraft('Half a thought')
    expect(compose.getState().prompt).toBe('')
    await undo()
    expect(compose.getState().prompt).toBe('Half a thought')
    expect(ui.getState().offeredPrompt).toBeNull()
  })

  it('asks before what was cleared takes the place of what was typed since', async () => {
    const { ui, compose, undo } = afterNewDraft('Half a thought')
    compose.getState().setPrompt('Another thought')
    await undo()
    expect(compose.getState().prompt).toBe('Another thought')
    expect(ui.getState()).toMatchObject({ offeredPrompt: 'Half a thought', offeredFrom: 'undo' })
  })
})
