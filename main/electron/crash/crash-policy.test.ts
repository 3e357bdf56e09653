import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reactToCrash } from './crash-policy.ts'

const MINUTE = 60_000

describe('a page that has gone', () => {
  it.each(['clean-exit', 'memory-eviction'])('%s is no crash', (reason) => {
    expect(reactToCrash([0, 1], reason, 2)).toMatchObject({ reaction: 'ignore' })
  })

  it('is loaded again twice, then no more', () => {
    const first = reactToCrash([], 'crashed', 0)
    const second = reactToCrash(first.reloads, 'oom', MINUTE)
    const third = reactToCrash(second.reloads, 'killed', 2 * MINUTE)
    expect([first, second, third].map(({ reaction }) => reaction)).toEqual(['reload', 'reload', 'recover'])
  })

  it('is loaded again when the earlier crashes are long past', () => {
    expect(reactToCrash([0, MINUTE], 'crashed', 6 * MINUTE + 1).reaction).toBe('reload')
  })

  it('never reloads more than twice in any five minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(MINUTE), { maxLength: 40 }), (gaps) => {
        let now = 0
        let reloads: readonly number[] = []
        const times: number[] = []
        for (const gap of gaps) {
          now += gap
          const reaction = reactToCrash(reloads, 'crashed', now)
          reloads = reaction.reloads
          if (reaction.reaction === 'reload') times.push(now)
        }
        for (const at of times) expect(times.filter((other) => other >= at && other - at < 5 * MINUTE).length).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('is not locked out by a clock that was set back', () => {
    expect(reactToCrash([10 * MINUTE, 11 * MINUTE], 'crashed', 0).reaction).toBe('reload')
  })
})
