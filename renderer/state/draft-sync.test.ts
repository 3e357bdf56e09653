import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { applyTextEdit, type DraftSave, type DraftSaveResult, EMPTY_DRAFT, type KeptText, type StoredDraft } from '#contracts/compose.ts'
import { createComposeStore } from './compose-store.ts'
import type { Client, Connection } from './connect.ts'
import { createConnectionStore } from './connection-store.ts'
import { startDraftSync } from './draft-sync.ts'
import { readEarlierDraft } from './earlier-draft.ts'
import { createSourcesStore } from './sources-store.ts'

/** Answers as the contract says, in memory, after `delayMs`; tells all windows of each save. */
function startCore() {
  const core = {
    stored: { ...EMPTY_DRAFT, revision: 0, label: 'public', savedAt: 0 } as StoredDraft,
    kept: [] as KeptText[],
    saves: [] as DraftSave[],
    delayMs: 2,
    /** Saves, and then the answer is lost with the connection. */
    loseAnswer: false,
    fail: false,
    listeners: new Set<(revision: number) => void>(),
    drops: new Set<() => void>(),
    drop() {
      for (const drop of core.drops) drop()
      core.drops.clear()
    },
    save(input: DraftSave): DraftSaveResult {
      core.saves.push(input)
      const { prompt } = input.draft
      const text = typeof prompt === 'string' ? prompt : applyTextEdit(core.stored.prompt, prompt)
      if (input.base !== core.stored.revision || text === null) {
        if (input.closing) core.kept.unshift({ id: core.saves.length, prompt: text ?? '', label: 'public', keptAt: 0 })
        return { saved: false, stored: core.stored }
      }
      if (input.keepReplaced && !text.includes(core.stored.prompt)) {
        core.kept.unshift({ id: core.saves.length, prompt: core.stored.prompt, label: 'public', keptAt: 0 })
      }
      core.stored = { ...input.draft, prompt: text, revision: core.stored.revision + 1, label: 'public', savedAt: 1 }
      for (const listener of core.listeners) listener(core.stored.revision)
      return { saved: true, revision: core.stored.revision }
    },
  }
  return core
}

type Core = ReturnType<typeof startCore>

function memoryStorage(entries: Readonly<Record<string, unknown>> = {}) {
  const values = new Map(Object.entries(entries).map(([key, value]) => [`tidegate.${key}`, JSON.stringify(value)]))
  return {
    size: () => values.size,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

const disposers: Array<() => void> = []

function openWindow(core: Core, storage = memoryStorage()) {
  const open = async (): Promise<Connection> => {
    const closed = Promise.withResolvers<void>()
    core.drops.add(() => closed.resolve())
    const answer = async <T>(work: () => T, signal?: AbortSignal): Promise<T> => {
      await new Promise((resolve) => setTimeout(resolve, core.delayMs))
      if (core.fail) throw new Error('The disk is full.')
      const result = work()
      if (!core.loseAnswer) return result
      core.loseAnswer = false
      setTimeout(core.drop, 1)
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    }
    const compose = {
      get: () => answer(() => core.stored),
      save: (input: DraftSave, options?: { signal: AbortSignal }) => answer(() => core.save(input), options?.signal),
      kept: () => answer(() => [...core.kept]),
      discard: ({ id }: { id: number }) => answer(() => (core.kept = core.kept.filter((text) => text.id !== id))),
    }
    // The part of the client that drafts use.
    return { client: { compose } as unknown as Client, closed: closed.promise, close: () => closed.resolve() }
  }
  const connection = createConnectionStore(open, () => 0)
  const earlier = readEarlierDraft(storage)
  const compose = createComposeStore(earlier)
  const sources = createSourcesStore(connection, earlier.excludedSources)
  const drafts = startDraftSync({ connection, compose, sources, storage })
  core.listeners.add((revision) => setTimeout(() => drafts.announced(revision), core.delayMs))
  disposers.push(() => {
    drafts.dispose()
    connection.dispose()
  })
  return { connection, compose, sources, drafts, storage, prompt: () => compose.getState().prompt }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const write = (core: Core, prompt: string): void => {
  core.save({ base: core.stored.revision, draft: { ...EMPTY_DRAFT, prompt }, keepReplaced: false, closing: false })
}

let core: Core
beforeEach(() => {
  vi.useFakeTimers()
  core = startCore()
})
afterEach(() => {
  for (const dispose of disposers.splice(0)) dispose()
  vi.useRealTimers()
})

test('what is typed and chosen is stored, and is there in the next window', async () => {
  const first = openWindow(core)
  await pass(10)
  first.compose.getState().setPrompt('Half a thought')
  first.compose.getState().setTemplate('email')
  first.compose.getState().setLocalOnly(true)
  first.sources.getState().setIncluded('src_1', false)
  await pass(300)
  expect(core.stored).toMatchObject({ prompt: 'Half a thought', template: 'email', localOnly: true, excludedSources: ['src_1'] })
  const next = openWindow(core)
  await pass(10)
  expect(next.compose.getState()).toMatchObject({ prompt: 'Half a thought', template: 'email', localOnly: true, draftState: 'ready' })
  expect(next.sources.getState().excluded).toEqual(['src_1'])
})

test('what is shown as stored is not saved again', async () => {
  write(core, 'stored')
  openWindow(core)
  await pass(5_000)
  expect(core.saves).toHaveLength(1)
})

test('what was typed before the stored text arrived follows it, and both are stored', async () => {
  write(core, 'Stored before.')
  core.delayMs = 200
  const { compose, prompt } = openWindow(core)
  await pass(50)
  compose.getState().setPrompt('Typed')
  compose.getState().setRoute('local')
  await pass(200)
  expect(prompt()).toBe('Stored before.\nTyped')
  compose.getState().setPrompt(`${prompt()} on`)
  await pass(1_000)
  expect(core.stored).toMatchObject({ prompt: 'Stored before.\nTyped on', route: 'local' })
})

test('a key in a long text sends that key', async () => {
  const long = 'The tide comes in. '.repeat(5_000)
  write(core, long)
  const { compose } = openWindow(core)
  await pass(10)
  compose.getState().setPrompt(`${long}x`)
  await pass(300)
  expect(core.stored.prompt).toBe(`${long}x`)
  expect(JSON.stringify(core.saves.at(-1)).length).toBeLessThan(400)
})

test('a lost connection keeps the text in view and stores it when it is back', async () => {
  const { compose, connection, prompt } = openWindow(core)
  await pass(10)
  compose.getState().setPrompt('before')
  await pass(300)
  core.drop()
  await pass(0)
  expect(connection.getState().status).toBe('lost')
  compose.getState().setPrompt('before and after')
  expect(prompt()).toBe('before and after')
  await pass(10_000)
  expect(core.stored.prompt).toBe('before and after')
  expect(core.kept).toEqual([])
})

test('an answer that was lost does not make a stranger of one’s own text', async () => {
  const { compose, prompt } = openWindow(core)
  await pass(10)
  core.loseAnswer = true
  compose.getState().setPrompt('the first words')
  await pass(4)
  expect(core.stored.prompt).toBe('the first words')
  compose.getState().setPrompt('other words')
  await pass(10_000)
  expect(prompt()).toBe('other words')
  expect(core.stored.prompt).toBe('other words')
  expect(core.kept).toEqual([])
})

test('what was taken back while its answer was lost is taken back in the core as well', async () => {
  write(core, 'a')
  const { compose } = openWindow(core)
  await pass(10)
  core.loseAnswer = true
  compose.getState().setPrompt('ab')
  await pass(4)
  compose.getState().setPrompt('a')
  await pass(10_000)
  expect(core.stored.prompt).toBe('a')
})

test('a window in which nobody types follows the other', async () => {
  const [one, two] = [openWindow(core), openWindow(core)]
  await pass(10)
  one.compose.getState().setPrompt('from the first')
  await pass(300)
  expect(two.prompt()).toBe('from the first')
  two.compose.getState().setPrompt('from the first and the second')
  await pass(300)
  expect(one.prompt()).toBe('from the first and the second')
  expect(core.kept).toEqual([])
})

test('of two windows the newest edit wins, and the other text is kept and can be taken back', async () => {
  const [one, two] = [openWindow(core), openWindow(core)]
  await pass(10)
  one.compose.getState().setPrompt('mine')
  await pass(1)
  two.compose.getState().setPrompt('yours')
  await pass(1_000)
  expect([one.prompt(), two.prompt(), core.stored.prompt]).toEqual(['yours', 'yours', 'yours'])
  expect(core.kept.map(({ prompt }) => prompt)).toEqual(['mine'])
  for (const { compose } of [one, two]) expect(compose.getState().kept).toMatchObject([{ prompt: 'mine' }])

  expect(one.drafts.takeKept(core.kept[0]?.id ?? 0)).toBe(true)
  await pass(1_000)
  expect([one.prompt(), two.prompt(), core.stored.prompt]).toEqual(['mine', 'mine', 'mine'])
  expect(core.kept.map(({ prompt }) => prompt)).toEqual(['yours'])
  const discarding = one.drafts.discardKept(core.kept[0]?.id ?? 0)
  await pass(10)
  await discarding
  expect(core.kept).toEqual([])
})

test('a choice made here does not take the place of a text from elsewhere', async () => {
  const { compose, prompt } = openWindow(core)
  await pass(10)
  write(core, 'from elsewhere')
  compose.getState().setTemplate('brief')
  await pass(1_000)
  expect(core.stored).toMatchObject({ prompt: 'from elsewhere', template: 'brief' })
  expect(prompt()).toBe('from elsewhere')
})

test('says that what is typed cannot be stored, and stops saying so when it can', async () => {
  const { compose } = openWindow(core)
  await pass(10)
  core.fail = true
  compose.getState().setPrompt('text')
  await pass(100)
  expect(compose.getState().saveError).toBe('The disk is full.')
  core.fail = false
  await pass(2_000)
  expect(compose.getState().saveError).toBeNull()
  expect(core.stored.prompt).toBe('text')
})

test('a page that goes sends its last words, also while a save is under way', async () => {
  core.delayMs = 30
  const { compose, drafts } = openWindow(core)
  await pass(100)
  compose.getState().setPrompt('The last')
  await pass(10)
  compose.getState().setPrompt('The last words')
  drafts.dispose()
  await pass(100)
  expect(core.stored.prompt).toBe('The last words')
})

test('a page that goes before the stored draft arrived keeps what was typed beside it', async () => {
  write(core, 'stored')
  core.delayMs = 30
  const { compose, drafts } = openWindow(core)
  await pass(10)
  compose.getState().setPrompt('typed at once')
  drafts.dispose()
  await pass(100)
  expect(core.stored.prompt).toBe('stored')
  expect(core.kept.map(({ prompt }) => prompt)).toEqual(['typed at once'])
})

test('what an earlier version kept in the page is moved over once and removed', async () => {
  const storage = memoryStorage({ prompt: 'from before', template: 'bullets', 'excluded-sources': ['src_9'], theme: 'dark' })
  openWindow(core, storage)
  await pass(1_000)
  expect(core.stored).toMatchObject({ prompt: 'from before', template: 'bullets', excludedSources: ['src_9'] })
  expect(storage.size()).toBe(1)
})

test('what an earlier version kept stays in the page until the core has it', async () => {
  core.fail = true
  const storage = memoryStorage({ prompt: 'from before' })
  const { compose } = openWindow(core, storage)
  await pass(3_000)
  expect(compose.getState()).toMatchObject({ prompt: 'from before', draftState: 'failed' })
  expect(storage.size()).toBe(1)
  core.fail = false
  await pass(3_000)
  expect(compose.getState().draftState).toBe('ready')
  expect(core.stored.prompt).toBe('from before')
  expect(storage.size()).toBe(0)
})
