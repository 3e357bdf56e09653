import { expect, test } from 'vitest'
import type { Generation } from '#contracts/generation.ts'
import { applyEvents, EMPTY_DRAFT } from './generation-events.ts'

const generation: Generation = {
  id: 'g1',
  jobId: 'j1',
  createdAt: 1,
  endedAt: null,
  state: 'queued',
  prompt: 'Write.',
  template: 'summary',
  form: { typed: 'x', fields: {}, shape: '', output: 'prose', extractive: 'summary' },
  structured: null,
  options: {},
  sources: [],
  engine: null,
  text: '',
  citations: [],
  citationCoverage: null,
  unresolvedSurrogates: [],
  decision: null,
  attempts: [],
  usage: { inputTokens: 0, outputTokens: 0 },
  costUsd: 0,
  timings: { routeMs: 0, ttftMs: null, totalMs: 0 },
  egress: [],
  error: null,
  retryAt: null,
}
const snapshot = { type: 'snapshot', generation } as const
const text = (offset: number, delta: string) => ({ type: 'text', offset, delta }) as const

test('text is put together in order', () => {
  const draft = applyEvents(EMPTY_DRAFT, [snapshot, text(0, 'One '), text(4, 'two')])
  expect(draft.generation).toMatchObject({ text: 'One two', state: 'running' })
  expect(draft.done).toBe(false)
})

test('a piece that arrives twice is there once', () => {
  expect(applyEvents(EMPTY_DRAFT, [snapshot, text(0, 'One '), text(0, 'One '), text(4, 'two')]).generation?.text).toBe('One two')
})

test('attaching again starts from the snapshot, whatever was there', () => {
  const before = applyEvents(EMPTY_DRAFT, [snapshot, text(0, 'One ')])
  const again = { type: 'snapshot', generation: { ...generation, text: 'One two three' } } as const
  expect(applyEvents(before, [again]).generation?.text).toBe('One two three')
})

test('missed text is noticed, not papered over', () => {
  const draft = applyEvents(EMPTY_DRAFT, [snapshot, text(9, 'late')])
  expect(draft.gap).toBe(true)
  expect(draft.generation?.text).toBe('')
})

test('from a restart on, and not only when the first new words come, the page is empty', () => {
  const draft = applyEvents(EMPTY_DRAFT, [snapshot, text(0, 'Half'), { type: 'restart', reason: 'The service broke off.' }])
  expect(draft.generation?.text).toBe('')
})

test('a restart empties the page and says why', () => {
  const draft = applyEvents(EMPTY_DRAFT, [snapshot, text(0, 'Half'), { type: 'restart', reason: 'The service broke off.' }, text(0, 'New')])
  expect(draft.generation?.text).toBe('New')
  expect(draft.restarts).toEqual(['The service broke off.'])
})

test('the end brings the whole record', () => {
  const whole = { ...generation, state: 'succeeded', text: 'All of it.' } as const
  expect(applyEvents(EMPTY_DRAFT, [snapshot, { type: 'done', generation: whole }])).toMatchObject({ generation: whole, done: true })
})
