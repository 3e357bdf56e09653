import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueTimes, nextTime } from './cron-times.ts'

const at = (text: string): number => Date.parse(text)
const daily = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }

describe('the next time of a schedule', () => {
  it('is read in its own time zone', () => {
    expect(nextTime({ cron: '0 9 * * 1-5', timeZone: 'America/New_York' }, at('2026-11-27T15:00:00Z'))).toBe(at('2026-11-30T14:00:00Z'))
  })

  it('is directly after the hour that a change to summer time skips, and once in the hour that is repeated', () => {
    expect(nextTime(daily, at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
    const first = nextTime(daily, at('2026-10-24T12:00:00Z'))
    expect(first).toBe(at('2026-10-25T00:30:00Z'))
    expect(nextTime(daily, first ?? 0)).toBe(at('2026-10-26T01:30:00Z'))
  })

  it.each([
    ['61 * * * *', 'UTC'],
    ['* * *', 'UTC'],
    ['* * * * *', 'Europe/Atlantis'],
    ['', 'UTC'],
  ])('%s in %s is refused with what to write', (cron, timeZone) => {
    expect(() => nextTime({ cron, timeZone }, 0)).toThrow(/is no schedule.*Write five fields/)
  })
})

describe('what is run after a while away', () => {
  const hourly = { cron: '0 * * * *', timeZone: 'UTC', nextAt: at('2026-11-30T01:00:00Z') }
  const now = at('2026-11-30T05:10:00Z')
  const hours = [1, 2, 3, 4, 5].map((hour) => at(`2026-11-30T0${hour}:00:00Z`))

  it('is nothing, one, or each, as the schedule says', () => {
    const nextAt = at('2026-11-30T06:00:00Z')
    expect(dueTimes({ ...hourly, missed: 'skip' }, now)).toEqual({ run: [], nextAt })
    expect(dueTimes({ ...hourly, missed: 'once' }, now)).toEqual({ run: hours.slice(-1), nextAt })
    expect(dueTimes({ ...hourly, missed: 'all' }, now)).toEqual({ run: hours, nextAt })
  })

  it('is the time itself when it has just come', () => {
    const due = at('2026-11-30T05:00:00Z')
    expect(dueTimes({ ...hourly, nextAt: due, missed: 'skip' }, due + 900)).toMatchObject({ run: [due] })
  })

  it('is bounded after a year', () => {
    const { run, nextAt } = dueTimes({ cron: '* * * * *', timeZone: 'UTC', nextAt: now - 365 * 86_400_000, missed: 'all' }, now)
    expect(run).toHaveLength(100)
    expect(nextAt).toBeGreaterThan(now)
  })

  it('never runs a time twice, and always moves on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('skip', 'once', 'all'),
        fc.array(fc.integer({ min: 0, max: 5 * 3_600_000 }), { maxLength: 12 }),
        (missed, gaps) => {
          let clock = hourly.nextAt - 1
          let nextAt: number | null = hourly.nextAt
          const seen: number[] = []
          for (const gap of gaps) {
            clock += gap
            const due = dueTimes({ ...hourly, missed, nextAt }, clock)
            seen.push(...due.run)
            nextAt = due.nextAt
            expect(nextAt).toBeGreaterThan(clock)
          }
          expect(new Set(seen).size).toBe(seen.length)
          expect([...seen].sort((a, b) => a - b)).toEqual(seen)
        },
      ),
    )
  })
})
