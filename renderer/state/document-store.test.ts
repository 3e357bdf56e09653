import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Version } from '#contracts/documents.ts'
import type { ConnectionStore } from './connection-store.ts'
import { createDocumentStore } from './document-store.ts'
import type { GenerationStore } from './generation-store.ts'

const document = { id: 'doc_1', current: 'ver_gen_1' }

/** A core that keeps versions in memory; `failing` refuses to keep any. */
function core() {
  const kept: { parent: string; text: string }[] = []
  const state = { failing: false }
  const added = (text: string): Version => ({ id: `ver_${kept.length}`, text, createdAt: kept.length }) as Version
  const documents = {
    edit: async (input: { parent: string; text: string }) => {
      if (state.failing) throw new Error('The disk is full.')
      kept.push(input)
      return added(input.text)
    },
    restore: async ({ id }: { id: string }) => {
      kept.push({ parent: 'restored', text: id })
      return added('as it was')
    },
    get: async () => ({ document, versions: [] }),
    ofGeneration: async () => ({ document, versions: [] }),
    version: async ({ id }: { id: string }) => ({ ...added('another'), id }),
  }
  const generation = createStore(() => ({ currentId: 'gen_1' as string | null, done: false })) as unknown as GenerationStore
  const connection = Object.assign(
    createStore(() => ({ status: 'connecting' })),
    { api: () => ({ documents }) },
  ) as unknown as ConnectionStore
  return { kept, state, generation, connection, store: createDocumentStore(connection, generation) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what is edited', () => {
  it('is kept as a version when the person pauses, once, and goes on under it', async () => {
    const { store, kept } = core()
    store.getState().startEditing('as it was')
    store.getState().setText('half')
    store.getState().setText('half a thought')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(kept).toEqual([{ parent: 'ver_gen_1', text: 'half a thought' }])
    store.getState().setText('a whole thought')
    await store.getState().save()
    expect(kept.slice(1)).toEqual([{ parent: 'ver_1', text: 'a whole thought' }])
    expect(store.getState()).toMatchObject({ editing: null, shown: { text: 'a whole thought' } })
  })

  it('is not kept where nothing was changed', async () => {
    const { store, kept } = core()
    store.getState().startEditing('as it was')
    await store.getState().save()
    expect(kept).toEqual([])
    expect(store.getState().editing).toBeNull()
  })

  it('stays in the editor with the reason when it cannot be kept, also when the person wants to go elsewhere', async () => {
    const { store, state } = core()
    state.failing = true
    store.getState().startEditing('as it was')
    store.getState().setText('a thought')
    await store.getState().open('doc_2', null)
    expect(store.getState()).toMatchObject({ editing: 'a thought', error: 'The disk is full.', found: null })
  })

  it('is kept by itself once the connection is back, and the reason goes', async () => {
    const { store, state, kept, connection } = core()
    state.failing = true
    store.getState().startEditing('as it was')
    store.getState().setText('a thought')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(store.getState()).toMatchObject({ error: 'The disk is full.', keptAt: null })
    connection.setState({ status: 'lost' })
    state.failing = false
    connection.setState({ status: 'open' })
    await vi.advanceTimersByTimeAsync(0)
    expect(kept).toEqual([{ parent: 'ver_gen_1', text: 'a thought' }])
    expect(store.getState()).toMatchObject({ editing: 'a thought', error: null, shown: { text: 'a thought' } })
  })

  it('is given up by going back to the text before, which is brought back where something was kept', async () => {
    const { store, kept } = core()
    store.getState().startEditing('as it was')
    store.getState().setText('a thought')
    await store.getState().discard()
    expect(kept).toEqual([])
    store.getState().startEditing('as it was')
    store.getState().setText('a thought')
    await store.getState().keep()
    await store.getState().discard()
    expect(kept.at(-1)).toEqual({ parent: 'restored', text: 'ver_gen_1' })
    expect(store.getState().editing).toBeNull()
  })

  it('is kept behind when another draft takes its place', async () => {
    const { store, kept, generation } = core()
    store.getState().startEditing('as it was')
    store.getState().setText('a thought')
    generation.setState({ currentId: 'gen_2' })
    await vi.advanceTimersByTimeAsync(0)
    expect(kept).toEqual([{ parent: 'ver_gen_1', text: 'a thought' }])
    expect(store.getState().editing).toBeNull()
  })
})
