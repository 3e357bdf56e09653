import { expect, it } from 'vitest'
import { type Ahead, createAheadOfJobs } from './ahead.ts'

let now = 0
const clock = { monotonic: () => now }
const ahead = (stopped: () => void = () => {}): Ahead => ({
  generation: new Promise(() => {}),
  judged: new Promise(() => {}),
  stop: stopped,
})

it('what was judged ahead counts once, and only for a moment', () => {
  const known = createAheadOfJobs(clock)
  known.put('a', ahead())
  expect(known.take('a')).not.toBeNull()
  expect(known.take('a')).toBeNull()
  known.put('b', ahead())
  now += 1_000
  expect(known.take('b')).toBeNull()
})

it('a judgement under settings that hold no longer is stopped, and judged anew', () => {
  const known = createAheadOfJobs(clock)
  const stopped: string[] = []
  known.put(
    'a',
    ahead(() => stopped.push('a')),
  )
  known.clear()
  expect(known.take('a')).toBeNull()
  expect(stopped).toEqual(['a'])
})

it('keeps no texts of requests whose job comes too late or never', () => {
  const known = createAheadOfJobs(clock)
  const stopped: string[] = []
  known.put(
    'a',
    ahead(() => stopped.push('a')),
  )
  now += 1_000
  known.put(
    'b',
    ahead(() => stopped.push('b')),
  )
  expect(stopped).toEqual(['a'])
  expect(known.take('b')).not.toBeNull()
  expect(stopped).toEqual(['a'])
})
