import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
/** What shows that this is a name stands beside it in the source, and nowhere else. */
const SOURCE = {
  name: 'visits.md',
  text: 'Mr Bright lives at 12 Rose Lane, Leeds. He called on Tuesday and wants to move his visit to Friday.',
}

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: KEY })
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const sentToHosted = (): string => hosted.requests.map(({ body }) => body).join('\n')

describe('what a source showed to be private', () => {
  it('is masked in the draft that is written from it, where nothing beside it says what it is', async () => {
    local.setReply('Bright called on Tuesday. The visit is moved to Friday.')
    const generation = await test.run({
      prompt: 'Write a note about the moved visit.',
      sources: [SOURCE],
      options: { route: 'hybrid', strategy: 'refine' },
    })
    expect(sentToHosted()).toContain('visit is moved to Friday')
    expect(sentToHosted()).not.toContain('Bright')
    expect(generation.state).toBe('succeeded')
    expect(generation.text).toContain('Bright')
  })

  it.each([
    ['a birthday', '7 March 1984'],
    ['a birthday with numbers', '07/03/84'],
    ['a birthday in another language', '7. März 1984'],
    ['a birthday without its year', 'March 7'],
    ['a phone number without its country', '170 5550134'],
  ])('is masked in a draft that writes it in another way: %s', async (_what, written) => {
    const record = {
      name: 'record.txt',
      text: 'Customer: Anna Berger, born 1984-03-07, phone +49 170 5550134. Her parcel is late by three days.',
    }
    local.setReply(`The parcel is late by three days. On the card stands ${written}, in ink.`)
    hosted.setReply(({ messages }) => String(messages.at(-1)?.content).split('Draft:\n').at(-1) ?? '')
    const generation = await test.run({
      prompt: 'Write a short note on the late parcel.',
      sources: [record],
      options: { route: 'hybrid', strategy: 'refine' },
    })
    expect(sentToHosted()).toContain('On the card stands')
    expect(sentToHosted()).not.toContain(written)
    expect(generation.text).toContain(`On the card stands ${written}, in ink.`)
  })

  it('is masked in another source, which alone would be nobody’s secret', async () => {
    hosted.setReply('The visit is moved.')
    const list = {
      name: 'list.md',
      text: 'Bright is on the list of the open day, and so is everybody who has asked for a place at the harbour.',
    }
    await test.run({ prompt: 'What happens on the open day?', sources: [SOURCE, list], options: { route: 'hybrid', strategy: 'split' } })
    expect(sentToHosted()).toContain('open day')
    expect(sentToHosted()).not.toContain('Bright')
  })
})
