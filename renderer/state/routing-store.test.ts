import { describe, expect, it } from 'vitest'
import type { DecisionFilter, StoredDecision } from '#contracts/routing-history.ts'
import type { ConnectionStore } from './connection-store.ts'
import { createRoutingStore } from './routing-store.ts'

/** A core whose answers are given by hand, one question after the other. */
function scripted() {
  const asked: Array<{ filter: DecisionFilter; answer: (ids: readonly string[]) => void }> = []
  const decisions = (filter: DecisionFilter): Promise<StoredDecision[]> =>
    new Promise((resolve) => {
      asked.push({
        filter,
        answer: (ids) => resolve(ids.map((id, index) => ({ id, generationId: `gen_${id}`, at: 100 - index }) as unknown as StoredDecision)),
      })
    })
  const api = () => ({ routing: { decisions, providersAsked: () => Promise.resolve(['ollama']) } })
  const connection = { getState: () => ({ status: 'open' }), api } as unknown as ConnectionStore
  return { asked, store: createRoutingStore(connection) }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

describe('the decisions that are shown', () => {
  it('stay in view until those of another filter have arrived, and are then replaced', async () => {
    const { asked, store } = scripted()
    void store.getState().reload()
    asked[0]?.answer(['a', 'b'])
    await settled()
    expect(store.getState()).toMatchObject({ complete: true, providers: ['ollama'] })
    void store.getState().setFilter({ text: 'b' })
    expect(store.getState().decisions?.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(asked[1]?.filter).toMatchObject({ text: 'b' })
    asked[1]?.answer(['b'])
    await settled()
    expect(store.getState().decisions?.map(({ id }) => id)).toEqual(['b'])
  })

  it('are not those of a filter that was left meanwhile', async () => {
    const { asked, store } = scripted()
    void store.getState().setFilter({ text: 'ri' })
    void store.getState().setFilter({ text: 'river' })
    asked[0]?.answer(['ridge', 'river'])
    await settled()
    expect(store.getState().decisions).toBeNull()
    expect(asked[1]?.filter).toMatchObject({ text: 'river' })
    asked[1]?.answer(['river'])
    await settled()
    expect(store.getState().decisions?.map(({ id }) => id)).toEqual(['river'])
  })
})
