import { describe, expect, it, vi } from 'vitest'
import { lazyClassifier } from './lazy-classifier.ts'
import type { Steps } from './steps.ts'
import type { SectionClassifier } from './types.ts'

const STEPS = 3
const GOES_ON = new AbortController().signal

/** One that is made in steps, and tells of each. */
function inSteps(onStep: (step: number) => void): () => Steps<SectionClassifier> {
  return function* () {
    for (let step = 1; step < STEPS; step += 1) {
      onStep(step)
      yield
    }
    onStep(STEPS)
    return { scan: () => ({ label: 'public', findings: [] }), scanSection: () => [] }
  }
}

describe('a classifier that is made when it is needed', () => {
  it('is made once, when it is first asked for', () => {
    const onStep = vi.fn()
    const classifier = lazyClassifier(inSteps(onStep))
    expect(onStep).not.toHaveBeenCalled()
    expect(classifier.scan('a').label).toBe('public')
    classifier.scanSection('a', { start: 0, end: 1 })
    expect(onStep.mock.calls).toEqual([[1], [2], [3]])
  })

  it('is loaded one step a turn, and finished by a text that comes in between', async () => {
    const onStep = vi.fn()
    const first = Promise.withResolvers<void>()
    const classifier = lazyClassifier(
      inSteps((step) => {
        onStep(step)
        first.resolve()
      }),
    )
    const loading = classifier.load(0, GOES_ON)
    expect(onStep).not.toHaveBeenCalled()
    await first.promise
    expect(onStep.mock.calls).toEqual([[1]])
    expect(classifier.scan('a').label).toBe('public')
    await loading
    expect(onStep.mock.calls).toEqual([[1], [2], [3]])
  })

  it('lets others have their turn while somebody waits for it to be ready', async () => {
    const order: string[] = []
    const classifier = lazyClassifier(inSteps((step) => order.push(`step ${step}`)))
    const other = (): void => {
      order.push('other')
      if (order.length < 5) setImmediate(other)
    }
    setImmediate(other)
    await Promise.all([classifier.ready(), classifier.ready()])
    expect(order.filter((what) => what !== 'other')).toEqual(['step 1', 'step 2', 'step 3'])
    expect(order.indexOf('step 3')).toBeGreaterThan(order.indexOf('other', order.indexOf('step 1')))
    expect(classifier.scan('a').label).toBe('public')
  })

  it('is left as it is when its app closes, in the pause or half made', async () => {
    const onStep = vi.fn()
    const closing = new AbortController()
    const inPause = lazyClassifier(inSteps(onStep)).load(60_000, closing.signal)
    const halfMade = lazyClassifier(
      inSteps((step) => {
        onStep(step)
        closing.abort()
      }),
    ).load(0, closing.signal)
    await Promise.all([inPause, halfMade])
    expect(onStep.mock.calls).toEqual([[1]])
  })

  it('says each time what keeps it from being made', async () => {
    const classifier = lazyClassifier(function* () {
      yield
      throw new Error('no word lists')
    })
    await expect(classifier.load(0, GOES_ON)).rejects.toThrow('no word lists')
    expect(() => classifier.scan('a')).toThrow('no word lists')
    expect(() => classifier.scan('a')).toThrow('no word lists')
  })
})
