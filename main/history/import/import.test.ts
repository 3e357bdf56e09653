import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zipOf } from '../../sources/test-files.ts'
import { type OpenedStorage, openStorage } from '../../storage/index.ts'
import { systemPlatform } from '../../system-platform.ts'
import { silentLog } from '../../telemetry/index.ts'
import { parseConversation } from './chatgpt-conversation.ts'
import { importChatgpt, judgeImported } from './index.ts'
import { createElementSplitter } from './json-elements.ts'

let dataDir: string
let storage: OpenedStorage
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-import-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

const platform = systemPlatform({}, () => undefined)

interface Turn {
  readonly role?: string
  readonly text?: string
  readonly parent: string | null
  readonly content?: object
  readonly hidden?: boolean
}
function node({ role = 'user', text = '', parent, content, hidden }: Turn): object {
  return {
    parent,
    message:
      text === '' && content === undefined
        ? null
        : {
            author: { role },
            create_time: 1_700_000_000.5,
            content: content ?? { content_type: 'text', parts: [text] },
            metadata: hidden === true ? { is_visually_hidden_from_conversation: true } : {},
          },
  }
}

function conversation(id: string, turns: Readonly<Record<string, Turn>> = {}, patch: object = {}): object {
  return {
    conversation_id: id,
    title: `Talk ${id}`,
    create_time: 1_700_000_000,
    current_node: 'b',
    mapping: {
      root: node({ parent: null }),
      a: node({ parent: 'root', text: 'Where is the lighthouse?' }),
      b: node({ parent: 'a', role: 'assistant', text: 'On the northern pier.' }),
      ...Object.fromEntries(Object.entries(turns).map(([name, turn]) => [name, node(turn)])),
    },
    ...patch,
  }
}

function file(content: string | Buffer, name = 'conversations.json'): string {
  const path = join(dataDir, name)
  writeFileSync(path, content)
  return path
}
const run = (path: string, signal?: AbortSignal) =>
  importChatgpt(path, { platform, store: storage.documents }, signal === undefined ? {} : { signal })

describe('an export of ChatGPT', () => {
  it('becomes documents with turns and branches, in use where the conversation was left', async () => {
    const turns = { c: { parent: 'a', role: 'assistant', text: 'On the southern pier.' }, d: { parent: 'c', text: 'Sure?' } }
    const report = await run(file(JSON.stringify([conversation('one', turns), conversation('two')])))
    expect(report).toEqual({ imported: 2, known: 0, turns: 6, skipped: [], cancelled: false })
    const [, first] = await storage.documents.list({ limit: 10, origin: 'chatgpt' })
    const found = await storage.documents.get(first?.id ?? '')
    expect(found?.document).toMatchObject({ title: 'Talk one', label: 'restricted', createdAt: 1_700_000_000_000 })
    const named = new Map(found?.versions.map(({ id, excerpt }) => [id, excerpt]))
    expect(found?.versions.map(({ role, excerpt, parentId }) => [role, excerpt, named.get(parentId ?? '') ?? null])).toEqual([
      ['user', 'Where is the lighthouse?', null],
      ['assistant', 'On the northern pier.', 'Where is the lighthouse?'],
      ['assistant', 'On the southern pier.', 'Where is the lighthouse?'],
      ['user', 'Sure?', 'On the southern pier.'],
    ])
    expect(named.get(found?.document.current ?? '')).toBe('On the northern pier.')
  })

  it('is read from its ZIP, and only once', async () => {
    const path = file(zipOf({ 'chat.html': '<p>', 'conversations.json': JSON.stringify([conversation('one')]) }), 'export.zip')
    expect(await run(path)).toMatchObject({ imported: 1, known: 0 })
    expect(await run(path)).toMatchObject({ imported: 0, known: 1 })
    expect(await storage.documents.list({ limit: 10 })).toHaveLength(1)
  })

  it('says what was left out and why', async () => {
    const turns: Record<string, Turn> = {
      c: { parent: 'b', role: 'assistant', content: { content_type: 'thoughts', thoughts: [{ content: 'hm' }] } },
      d: { parent: 'c', role: 'system', text: 'secret rules', hidden: true },
      e: { parent: 'd', content: { content_type: 'from_the_future' } },
      f: { parent: 'e', content: { content_type: 'multimodal_text', parts: [{ content_type: 'image_asset_pointer' }, 'What is this?'] } },
      g: { parent: 'h', text: 'lost' },
      h: { parent: 'g', text: 'lost too' },
      i: { parent: 'f', text: 'x'.repeat(1_000_001) },
    }
    const report = await run(file(JSON.stringify([conversation('one', turns), { what: 'ever' }, conversation('two', {}, { mapping: {} })])))
    expect(report).toMatchObject({ imported: 1, turns: 3 })
    expect(Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
      'reasoning of the model': 1,
      'hidden turn of the service': 1,
      'kind of turn that is not known': 1,
      'turn that is linked to nothing': 2,
      'turn longer than a text may be': 1,
      'not readable as a conversation': 1,
      'no text in it': 1,
    })
    const hits = await storage.history.search({ query: 'this', limit: 5, filter: {} })
    expect(hits[0]?.snippet.map(({ text }) => text).join('')).toContain('[image, not imported]')
  })

  it('can be stopped; what was imported stays, and the next import goes on', async () => {
    const path = file(JSON.stringify([conversation('one'), conversation('two')]))
    const stop = new AbortController()
    const report = await importChatgpt(
      path,
      { platform, store: storage.documents },
      { signal: stop.signal, onProgress: () => stop.abort() },
    )
    expect(report).toMatchObject({ imported: 1, cancelled: true })
    expect(await run(path)).toMatchObject({ imported: 1, known: 1, cancelled: false })
  })

  it.each([
    ['{"a":1}', 'BAD_INPUT'],
    ['[{"a":1}', 'BAD_INPUT'],
    ['', 'BAD_INPUT'],
    ['PK\u0003\u0004nonsense', 'FILE_UNREADABLE'],
  ])('is refused when it is %j', async (content, code) => {
    await expect(run(file(content))).rejects.toMatchObject({ code })
  })

  it('is refused where there is none', async () => {
    await expect(run(join(dataDir, 'none.json'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(run(file(zipOf({ 'notes.json': '[]' }), 'x.zip'))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('stays restricted until it was judged, and where it cannot be judged', async () => {
    await run(file(JSON.stringify([conversation('one')])))
    const scan = async (text: string) => {
      if (text.includes('pier')) throw new Error('the worker died')
      return { label: 'public' as const, findings: [], elapsedMs: 0 }
    }
    expect(await judgeImported({ store: storage.documents, scan, log: silentLog })).toBe(2)
    const [document] = await storage.documents.list({ limit: 1 })
    const found = await storage.documents.get(document?.id ?? '')
    expect(found?.versions.map(({ label }) => label)).toEqual(['public', 'restricted'])
    expect(await judgeImported({ store: storage.documents, scan, log: silentLog })).toBe(0)
  })
})

describe('cutting a list into its elements', () => {
  const split = (text: string, size: number, longest = 1_000_000): (string | null)[] => {
    const splitter = createElementSplitter(longest)
    const found: (string | null)[] = []
    for (let at = 0; at < text.length; at += size) found.push(...splitter.push(text.slice(at, at + size)))
    return splitter.complete ? found : []
  }

  it('gives each element whole, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 2), (list, size, indent) => {
        const text = ` ${JSON.stringify(list, null, indent)}\n`
        const expected: unknown = JSON.parse(text)
        expect(split(text, size).map((element) => JSON.parse(element ?? ''))).toEqual(expected)
      }),
    )
  })

  it('leaves out an element that is too long and goes on behind it', () => {
    expect(split(`["a","${'x'.repeat(100)}","b"]`, 7, 20)).toEqual(['"a"', null, '"b"'])
  })
})

describe('a hostile conversation', () => {
  it('as deep as it is long does not exhaust the stack', () => {
    const mapping = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`n${index}`, node({ parent: index === 0 ? null : `n${index - 1}`, text: 'x' })]),
    )
    expect(parseConversation({ mapping })?.turns).toHaveLength(20_000)
  })

  it('as wide as it is long takes about as long as a deep one', () => {
    const tree = (parentOf: (index: number) => string) =>
      Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`n${index}`, node({ parent: parentOf(index), text: 'x' })]))
    const timed = (mapping: object): number => {
      const started = performance.now()
      expect(parseConversation({ mapping })?.turns).toHaveLength(20_000)
      return performance.now() - started
    }
    const deep = timed(tree((index) => `n${index - 1}`))
    expect(timed(tree((index) => (index === 0 ? '' : 'n0')))).toBeLessThan(5 * deep)
  })

  it('keeps a turn whatever its node is called', () => {
    const text = JSON.stringify({
      mapping: { a: node({ parent: 'PROTO', text: 'Answer' }), PROTO: node({ parent: null, text: 'Question' }) },
    })
    const { turns } = parseConversation(JSON.parse(text.replaceAll('PROTO', '__proto__'))) ?? { turns: [] }
    expect(turns.map(({ node, parent }) => [node, parent])).toEqual([
      ['__proto__', null],
      ['a', '__proto__'],
    ])
  })

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.record({ parent: fc.option(fc.string()), message: fc.jsonValue() })),
        fc.jsonValue(),
        (mapping, other) => {
          expect(parseConversation({ mapping, current_node: other })?.skipped).toBeDefined()
          expect(parseConversation(other)).toBeNull()
        },
      ),
    )
  })
})
