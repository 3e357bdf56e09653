import { beforeEach, expect, it, vi } from 'vitest'
import type { Source } from '#contracts/sources.ts'
import type { Client } from './connect.ts'
import { createConnectionStore } from './connection-store.ts'
import { createSourcesStore, includedSources, type SourcesStore } from './sources-store.ts'

const named = (id: string): Source => ({ id, name: `${id}.md`, label: 'public' }) as Source
let stored: Source[]
let sources: SourcesStore

beforeEach(async () => {
  stored = [named('first')]
  const add = async ({ name }: { name: string }): Promise<Source> => {
    const source = named(name.replace('.md', ''))
    stored = [...stored, source]
    // The list is told before the call is answered.
    await sources.getState().reload()
    return source
  }
  const remove = async ({ id }: { id: string }): Promise<{ removed: boolean }> => {
    stored = stored.filter((source) => source.id !== id)
    return { removed: true }
  }
  // The part of the client that lists of sources use.
  const client = { sources: { list: async () => stored, folders: async () => [], add, remove } } as unknown as Client
  const connection = createConnectionStore(async () => ({ client, closed: new Promise(() => {}), close: () => {} }))
  await vi.waitUntil(() => connection.getState().status === 'open')
  sources = createSourcesStore(connection, [], async () => 'dGV4dA==')
  await sources.getState().reload()
})

const included = (): string[] => includedSources(sources.getState()).map(({ id }) => id)
async function arrives(id: string): Promise<void> {
  stored = [...stored, named(id)]
  await sources.getState().reload()
}

it('what comes in takes part', async () => {
  await arrives('second')
  expect(included()).toEqual(['first', 'second'])
})

it('what comes in by itself stays out once a person wanted none, until they want all again', async () => {
  sources.getState().setAllIncluded(false)
  await arrives('second')
  expect(included()).toEqual([])
  sources.getState().setIncluded('first', true)
  await arrives('third')
  expect(included()).toEqual(['first'])
  sources.getState().setAllIncluded(true)
  await arrives('fourth')
  expect(included()).toEqual(['first', 'second', 'third', 'fourth'])
})

it('what a person adds takes part, also after they wanted none of the others', async () => {
  sources.getState().setAllIncluded(false)
  await sources.getState().add([new File(['text'], 'mine.md')])
  expect(included()).toEqual(['mine'])
  await arrives('second')
  expect(included()).toEqual(['mine'])
})

it('none stays none when the last of what was left out is removed, or is what they added', async () => {
  sources.getState().setAllIncluded(false)
  await sources.getState().remove('first')
  await arrives('second')
  expect(included()).toEqual([])
  await sources.getState().remove('second')
  await sources.getState().add([new File(['text'], 'mine.md')])
  await arrives('third')
  expect(included()).toEqual(['mine'])
})

it('a new draft takes what comes in', async () => {
  sources.getState().setAllIncluded(false)
  sources.getState().setExcluded([])
  await arrives('second')
  expect(included()).toEqual(['first', 'second'])
})
