import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Generation } from '#contracts/generation.ts'
import { createClassifier, loadLexicons } from '../privacy/index.ts'
import { sampleDecision } from '../storage/storage-samples.ts'
import { TeamRequestSchema, teamRequestOf } from './team-job.ts'
import { createTeamWork } from './team-work.ts'

const classifier = createClassifier(loadLexicons(join(import.meta.dirname, '../../resources/lexicons')))
const labelOf = async (text: string) => classifier.scan(text).label

type Request = Parameters<typeof teamRequestOf>[0]
const PLAIN: Request = {
  prompt: 'Write about the tide.',
  form: { typed: 'Write about the tide.', fields: {}, shape: '', output: 'markdown', extractive: null },
  template: 'question',
  options: {},
  sources: [],
  decision: null,
}
const going = (request: Partial<Request>) => teamRequestOf({ ...PLAIN, ...request }, labelOf)

describe('a request that goes to a team', () => {
  it('has everything in it that another machine needs, and the label of what is found in it', async () => {
    expect(await going({})).toMatchObject({ label: 'public', payload: { prompt: 'Write about the tide.', template: 'question' } })
  })

  it('is as private as what its template makes of a field that says nothing by itself', async () => {
    const form = { ...PLAIN.form, typed: 'Write the letter.', fields: { account: '12345678' } }
    expect(await labelOf('Write the letter.\n12345678')).toBe('public')
    expect(await going({ form, prompt: 'Write the letter.\n\nAccount number: 12345678' })).toMatchObject({ label: 'restricted' })
  })

  it('is as private as the gate of this machine and the person said', async () => {
    expect(await going({ decision: sampleDecision({ label: 'restricted' }) })).toMatchObject({ label: 'restricted' })
    expect(await going({ options: { label: 'confidential' } })).toMatchObject({ label: 'confidential' })
  })

  it.each<[string, Partial<Request>]>([
    ['of a conversation', { options: { conversation: 'c1' } }],
    ['in local-only mode', { options: { privacyMode: 'local-only' } }],
    ['from sources', { sources: [{ id: 's' } as Generation['sources'][number]] }],
  ])('is none that was asked for %s', async (_, request) => {
    expect(await going(request)).toEqual(expect.any(String))
  })
})

it('a request that comes from a team joins no conversation of this machine, whatever it says', () => {
  const { options } = TeamRequestSchema.parse({ prompt: 'Go on.', options: { conversation: 'mine', maxCostUsd: 1 } })
  expect(options).toEqual({ maxCostUsd: 1 })
})

it('a request of another machine is not taken out of the queue of the team: only that machine has it', async () => {
  const unused = (): never => {
    throw new Error('not asked for')
  }
  const { canTake } = createTeamWork({
    generations: { get: unused, start: unused, watch: unused, cancel: unused } as never,
    storage: { generations: { get: async (id: string) => (id === 'gen_here' ? {} : null) } } as never,
    workers: { scan: unused },
  })
  expect(await canTake({ kind: 'generate', subject: 'gen_here' })).toBe(true)
  expect(await canTake({ kind: 'generate', subject: 'gen_there' })).toBe(false)
  expect(await canTake({ kind: 'test-run', subject: 'gen_here' })).toBe(false)
})
