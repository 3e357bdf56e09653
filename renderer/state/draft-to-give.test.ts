import { describe, expect, it, vi } from 'vitest'
import { draftToGive, printDraft } from './draft-to-give.ts'

/** An editor over a version: `keeps` says whether what is typed can be kept. */
function editor(keeps: boolean) {
  const state = { shown: { id: 'ver_1', text: 'before' }, editing: 'before, and more' as string | null, error: null as string | null }
  const documents = {
    ...state,
    keep: async () => {
      if (keeps) documents.shown = { id: 'ver_2', text: documents.editing ?? '' }
      else documents.error = 'The connection was lost.'
    },
    save: async () => {
      await documents.keep()
      if (keeps) documents.editing = null
    },
  }
  const app = { documents: { getState: () => documents }, generation: { getState: () => ({ generation: null, phase: 'idle' }) } }
  return app as unknown as Parameters<typeof draftToGive>[0]
}

describe('a draft that is taken elsewhere while it is edited', () => {
  it('is the version that holds what was typed', async () => {
    expect(await draftToGive(editor(true))).toEqual({ text: 'before, and more', versionId: 'ver_2', generationId: null })
  })

  it('is not the one before, where what was typed cannot be kept', async () => {
    await expect(draftToGive(editor(false))).rejects.toThrow('The connection was lost.')
  })

  it('is not printed without what was typed', async () => {
    const frame = vi.fn()
    vi.stubGlobal('requestAnimationFrame', frame)
    await printDraft(editor(false))
    expect(frame).not.toHaveBeenCalled()
    await printDraft(editor(true))
    expect(frame).toHaveBeenCalledOnce()
    vi.unstubAllGlobals()
  })
})
