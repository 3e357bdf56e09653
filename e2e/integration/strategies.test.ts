import { afterEach, describe, expect, it } from 'vitest'
import type { Attempt, Generation } from '#contracts/generation.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const SPLIT =
  'Margaret Ellison (margaret.ellison@northfield.example) was charged twice for her appointment.\n\n' +
  '1. Write a short apology to Margaret Ellison.\n2. Explain what a chargeback is.'
const ROADMAP = 'Summarise our unreleased roadmap for the board: we will drop the tablet line in spring and tell nobody before June.'
const PRIVATE_VALUES = ['margaret', 'ellison', 'northfield']

let hosted: LangbaseServer
let local: ScriptedServer | null
let test: TestApp

async function start({ withLocal = true } = {}): Promise<void> {
  hosted = await startLangbaseServer({ key: KEY })
  local = withLocal ? await startOpenAiServer({ reply: ({ messages }) => `Local says: ${messages.at(-1)?.content ?? ''}` }) : null
  test = await startTestApp(twoProviders({ hosted, ...(local === null ? {} : { local }) }), { hosted: KEY })
}

afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local?.stop()])
})

const sentToHosted = (): string => hosted.requests.map(({ body }) => body).join('\n')
const asked = (server: { requests: readonly { method: string; body: string }[] }): string[] =>
  server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)
const ways = ({ attempts }: Generation): string[] =>
  attempts
    .map(({ part, locality, state }: Attempt) => `${part?.strategy ?? 'whole'} ${part?.number ?? 1}/${part?.of ?? 1} ${locality} ${state}`)
    .sort()

describe('split', () => {
  it('answers the private part here and the other there, in the order of the request', async () => {
    await start()
    const generation = await test.run({ prompt: SPLIT, options: { route: 'hybrid' } })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)).toEqual(['split 1/2 local succeeded', 'split 2/2 hosted succeeded'])
    expect(generation.attempts[0]?.part?.why).toBe('1 of 2 parts hold nothing private; the others are answered here.')
    expect(sentToHosted()).toContain('Explain what a chargeback is.')
    for (const value of PRIVATE_VALUES) expect(sentToHosted().toLowerCase()).not.toContain(value)
    expect(sentToHosted()).not.toContain('apology')
    expect(generation.text.indexOf('Write a short apology')).toBeGreaterThan(-1)
    expect(generation.text.indexOf('Explain what a chargeback is.')).toBeGreaterThan(generation.text.indexOf('Write a short apology'))
    expect(generation.text).toContain('margaret.ellison@northfield.example')
  })

  it('answers a part here when the service fails before or within it, and nothing is lost', async () => {
    await start()
    for (const fault of [{ type: 'server-error' }, { type: 'reset', afterFrames: 4 }] as const) {
      hosted.setFault(fault)
      const generation = await test.run({ prompt: SPLIT, options: { route: 'hybrid', strategy: 'split' } })
      expect(generation.state).toBe('succeeded')
      expect(ways(generation)).toEqual(['split 1/2 local succeeded', 'split 2/2 hosted failed', 'split 2/2 local succeeded'])
      expect(generation.text.match(/Local says/g)).toHaveLength(2)
      expect(generation.text).not.toContain('You wrote')
    }
  })

  it('never sends a private part away, also when the local model fails', async () => {
    await start()
    local?.setFault({ type: 'server-error' })
    const generation = await test.run({ prompt: SPLIT, options: { route: 'hybrid', strategy: 'split' } })
    expect(generation.state).toBe('failed')
    expect(sentToHosted()).not.toContain('apology')
    for (const value of PRIVATE_VALUES) expect(sentToHosted().toLowerCase()).not.toContain(value)
  })

  it('asks the same of private and public sources apart, and keeps the citations of both', async () => {
    await start({ withLocal: false })
    hosted.setReply('The museum opens its new wing with two hundred paintings in September.')
    const sources = [
      { name: 'staff.md', text: 'Margaret Ellison (margaret.ellison@northfield.example) leads the new wing of the museum from September.' },
      {
        name: 'press.md',
        text: 'The museum opens its new wing with two hundred paintings in September. Entry is free on the first Sunday.',
      },
    ]
    const generation = await test.run({ prompt: 'What happens with the new wing of the museum?', sources, options: { route: 'hybrid' } })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)).toEqual(['split 1/2 local succeeded', 'split 2/2 hosted succeeded'])
    for (const value of PRIVATE_VALUES) expect(sentToHosted().toLowerCase()).not.toContain(value)
    expect(generation.text).toContain('From staff.md:')
    expect(new Set(generation.citations.map(({ sourceName }) => sourceName))).toEqual(new Set(['staff.md', 'press.md']))
    expect(generation.citations.every(({ verified }) => verified)).toBe(true)
  })
})

describe('refine', () => {
  it('sends only the masked draft of the local model, and puts the originals back', async () => {
    await start()
    local?.setReply('Dear Margaret Ellison, your appointment is moved. Write to margaret.ellison@northfield.example.')
    const source = { name: 'notes.md', text: `Margaret Ellison called. ${'The clinic has a long history of moving things. '.repeat(40)}` }
    const generation = await test.run({
      prompt: 'Write to the patient about the moved appointment.',
      sources: [source],
      options: { route: 'hybrid', strategy: 'refine' },
    })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)).toEqual(['refine 1/2 local succeeded', 'refine 2/2 hosted succeeded'])
    expect(sentToHosted()).toContain('your appointment is moved')
    expect(sentToHosted()).not.toContain('long history')
    for (const value of PRIVATE_VALUES) expect(sentToHosted().toLowerCase()).not.toContain(value)
    expect(generation.text).toContain('margaret.ellison@northfield.example')
  })

  it.each([{ type: 'server-error' }, { type: 'reset', afterFrames: 4 }, { type: 'truncate', afterFrames: 4 }] as const)(
    'keeps the whole local draft when the service fails: %o',
    async (fault) => {
      await start()
      local?.setReply('The whole draft of the local model about the roadmap.')
      hosted.setFault(fault)
      const generation = await test.run({ prompt: ROADMAP, options: { route: 'hybrid', strategy: 'refine' } })
      expect(generation).toMatchObject({ state: 'succeeded', text: 'The whole draft of the local model about the roadmap.' })
      expect(generation.engine).toContain('not improved')
      expect(ways(generation)).toEqual(['refine 1/2 local succeeded', 'refine 2/2 hosted failed'])
    },
  )

  it('keeps a draft here that holds what must not leave at all', async () => {
    await start()
    local?.setReply('The key of the server is AKIAQ7ZP4MNX2RT6WBYE, as in the manual.')
    const generation = await test.run({ prompt: ROADMAP, options: { route: 'hybrid', strategy: 'refine' } })
    expect(generation.state).toBe('succeeded')
    expect(asked(hosted)).toHaveLength(0)
    expect(generation.engine).toContain('may not leave')
    expect(generation.text).toContain('AKIAQ7ZP4MNX2RT6WBYE')
  })

  it('is chosen where the matter itself is private, and drafts from sources without a model', async () => {
    await start({ withLocal: false })
    const source = {
      name: 'plan.md',
      text: 'We drop the tablet line in spring. Nobody outside the board knows of our unreleased roadmap before June.',
    }
    const generation = await test.run({ prompt: ROADMAP, sources: [source], options: { route: 'hybrid' } })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)[0]).toBe('refine 1/2 local succeeded')
    expect(generation.attempts[0]?.provider).toBe('extractive')
  })
})

describe('refine without a draft', () => {
  const NUMBERS = {
    name: 'staff.csv',
    text: `id,mail\n${Array.from({ length: 30 }, (_, row) => `${row},margaret.ellison${row}@northfield.example`).join('\n')}`,
  }

  it('sends the request with stand-ins, never a message in the place of a draft', async () => {
    await start({ withLocal: false })
    const generation = await test.run({ prompt: 'List who is here.', sources: [NUMBERS], options: { route: 'hybrid', strategy: 'refine' } })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)).toEqual(['mask 1/1 hosted succeeded', 'refine 1/2 local succeeded'])
    expect(asked(hosted)).toHaveLength(1)
    expect(sentToHosted()).not.toContain('hold no sentences')
    expect(generation.text).not.toContain('hold no sentences')
    for (const value of PRIVATE_VALUES) expect(sentToHosted().toLowerCase()).not.toContain(value)
  })

  it('also where the local model answers nothing', async () => {
    await start()
    local?.setReply('')
    const generation = await test.run({ prompt: ROADMAP, options: { route: 'hybrid', strategy: 'refine' } })
    expect(generation.state).toBe('succeeded')
    expect(ways(generation)).toEqual(['mask 1/1 hosted succeeded', 'refine 1/2 local failed'])
  })
})

describe('the choice', () => {
  it('is told on the attempts, also where a wish could not be met', async () => {
    await start({ withLocal: false })
    const generation = await test.run({
      prompt: 'Draft a reply to Margaret Ellison (margaret.ellison@northfield.example).',
      options: { route: 'hybrid', strategy: 'split' },
    })
    expect(generation.attempts[0]?.part).toMatchObject({ strategy: 'mask', why: expect.stringContaining('You chose "split"') })
  })
})
