import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { createLog } from './index.ts'

interface Cause {
  readonly name: string
  readonly code?: string | number
  readonly frames: readonly string[]
}

/** What one error leaves in the log: the line as it is written, and its causes. */
function logged(error: unknown): { line: string; causes: readonly Cause[] } {
  const lines: string[] = []
  const clock = { now: () => 0, monotonic: () => 0 }
  createLog({ clock, ids: { next: () => 'err_1' }, level: 'debug', write: (line) => lines.push(line) }).error('work.failed', error)
  const line = lines.join('')
  return { line, causes: (JSON.parse(line) as { causes: Cause[] }).causes }
}

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return expect.unreachable()
}

const TYPED = 'the-harbour-tender'

describe('an error in the log', () => {
  it('is its class, its code and where it happened', () => {
    const { causes } = logged(new TidegateError('NOT_FOUND', 'There is no such draft.', { cause: new RangeError('x') }))
    expect(causes).toMatchObject([{ name: 'TidegateError', code: 'NOT_FOUND' }, { name: 'RangeError' }])
    for (const { frames } of causes) expect(frames[0]).toMatch(/log\.test\.ts:\d+:\d+\)?$/)
  })

  it.each<[string, () => unknown]>([
    ['quotes it', () => new Error(`cannot read ${TYPED}`)],
    ['has it on a line of its own', () => new Error(`cannot read\nat ${TYPED}`)],
    ['has it on a line that looks like a frame', () => new Error(`cannot read\n    at ${TYPED} (file:///a.ts:1:2)`)],
    ['quotes it from JSON', () => thrown(() => JSON.parse(`{"a":\nat ${TYPED}`))],
    ['was changed after it was thrown', () => Object.assign(new Error(`a\n    at ${TYPED} (file:///a.ts:1:2)`), { message: 'other' })],
    ['was taken away', () => Object.assign(new Error(`a\n    at ${TYPED} (file:///a.ts:1:2)`), { message: '' })],
    ['is in the stack alone', () => Object.assign(new Error('a'), { stack: `Error: b\n    at ${TYPED} (file:///a.ts:1:2)` })],
    ['comes with a code that is a text', () => Object.assign(new Error('a'), { code: `not a code: ${TYPED}` })],
    ['is a cause', () => new Error('a', { cause: new Error(`b\n    at ${TYPED} (file:///a.ts:1:2)`) })],
    ['comes with a name that is a text', () => Object.assign(new Error('a'), { name: TYPED })],
    ['is no error at all', () => TYPED],
  ])('leaves out what a user typed when the message %s', (_case, make) => {
    expect(logged(make()).line).not.toContain(TYPED)
  })

  it('keeps the frames below a message of several lines', () => {
    const { causes } = logged(new Error('first\n    at second (file:///a.ts:1:2)\nthird'))
    expect(causes[0]?.frames[0]).toMatch(/log\.test\.ts/)
  })

  it('keeps the frames of what Node throws', () => {
    const { causes } = logged(thrown(() => Buffer.alloc(-1)))
    expect(causes[0]).toMatchObject({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
    expect(causes[0]?.frames.join()).toMatch(/log\.test\.ts/)
  })
})
