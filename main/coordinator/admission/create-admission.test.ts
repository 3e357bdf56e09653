import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ResourceSample } from '#contracts/resources.ts'
import type { PowerEvent } from '../../power.ts'
import { createAdmission } from './create-admission.ts'
import { BACKGROUND, INTERACTIVE, LIMITS, machineOf } from './test-machine.ts'
import type { Admission } from './types.ts'

const START = 1_800_000_000_000

describe('admission over time', () => {
  let time = 0
  /** How far the wall clock ran on while ours stood. */
  let slept = 0
  let machine = machineOf()
  let listeners: Set<(sample: ResourceSample) => void>
  let admission: Admission
  /** The first look; by default it is over at once. */
  let measure: () => Promise<ResourceSample>
  let power: ((event: PowerEvent) => void) | null = null
  let changes: string[][]
  const clock = { now: () => START + time + slept, monotonic: () => time }
  const sample = (): ResourceSample => ({ ...machine, at: clock.now(), process: { rssMb: 1, cpuPct: machine.process.cpuPct } })
  /** Time passes, and the machine is looked at each second while somebody listens. */
  const pass = async (ms: number): Promise<void> => {
    for (const end = time + ms; time < end; ) {
      const step = Math.min(1_000, end - time)
      time += step
      await vi.advanceTimersByTimeAsync(step)
      for (const listener of [...listeners]) listener(sample())
    }
  }
  const code = (kind = 'index', since = START): string => {
    const verdict = admission.verdict(kind, since)
    return verdict.admit ? 'admit' : verdict.reason.code
  }
  const waits = (since = START): void => admission.setWaiting(new Map([['index', since]]))

  beforeEach(async () => {
    vi.useFakeTimers()
    time = 0
    slept = 0
    machine = machineOf()
    listeners = new Set()
    changes = []
    measure = async () => sample()
    admission = createAdmission({
      clock,
      log: { error: () => 'err' },
      limits: () => LIMITS,
      resources: {
        measure: () => measure(),
        subscribe(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
      power: {
        onEvent(listener) {
          power = listener
          return () => {
            power = null
          }
        },
        thermal: () => 'unknown',
      },
    })
    admission.declare('index', BACKGROUND)
    admission.declare('ask', INTERACTIVE)
    admission.onChange((kinds) => changes.push([...kinds]))
  })
  afterEach(async () => {
    await admission.dispose()
    expect(listeners.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('holds background work back until the machine was seen, which it then looks at', async () => {
    const look = Promise.withResolvers<ResourceSample>()
    measure = () => look.promise
    expect(code()).toBe('MACHINE_NOT_SEEN_YET')
    expect(listeners.size).toBe(0)
    waits()
    expect(listeners.size).toBe(1)
    await vi.advanceTimersByTimeAsync(100)
    expect(code()).toBe('MACHINE_NOT_SEEN_YET')
    expect(code('ask')).toBe('admit')
    changes.length = 0
    machine = machineOf({ loadPct: 95 })
    look.resolve(sample())
    await vi.advanceTimersByTimeAsync(0)
    expect(code()).toBe('PROCESSOR_BUSY')
    expect(changes).toEqual([['index']])
  })

  it('lets background work go as on a machine that cannot be seen when no look comes within a second', async () => {
    measure = () => new Promise(() => {})
    waits()
    listeners.clear()
    await pass(999)
    expect(code()).toBe('MACHINE_NOT_SEEN_YET')
    changes.length = 0
    await pass(1)
    expect(changes).toEqual([['index']])
    expect(code()).toBe('admit')
    const end = admission.began('index')
    expect(code()).toBe('MACHINE_UNKNOWN')
    end()
  })

  it('does not wait for a look that fails', async () => {
    measure = () => Promise.reject(new Error('no sensors'))
    waits()
    changes.length = 0
    await vi.advanceTimersByTimeAsync(0)
    expect(changes).toEqual([['index']])
    expect(code()).toBe('admit')
  })

  it('lets what waited too long go though the machine was not seen', () => {
    measure = () => new Promise(() => {})
    waits(START - BACKGROUND.deferrableForMs)
    expect(code('index', START - BACKGROUND.deferrableForMs)).toBe('admit')
  })

  it('holds no longer than a second for one who asks and never says what waits', async () => {
    expect(code()).toBe('MACHINE_NOT_SEEN_YET')
    await pass(1_000)
    expect(code()).toBe('admit')
    // Nothing waited: the next who asks waits for a look of its own.
    admission.setWaiting(new Map())
    expect(code()).toBe('MACHINE_NOT_SEEN_YET')
    expect(listeners.size).toBe(0)
  })

  it('looks on between two jobs, and ends the looking when nothing follows', async () => {
    let looks = 0
    measure = async () => {
      looks += 1
      return sample()
    }
    for (let job = 0; job < 5; job += 1) {
      admission.began('index')()
      await pass(4_999)
    }
    expect(looks).toBe(1)
    await pass(1)
    expect(listeners.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('looks at the machine only while something waits or runs, and a moment longer', async () => {
    await pass(5_000)
    expect(listeners.size).toBe(0)
    waits()
    expect(listeners.size).toBe(1)
    const end = admission.began('index')
    admission.setWaiting(new Map())
    expect(listeners.size).toBe(1)
    end()
    await pass(4_999)
    expect(listeners.size).toBe(1)
    await pass(1)
    expect(listeners.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('knows the machine within the first moment, so that more than one may begin', async () => {
    waits()
    await pass(0)
    const end = admission.began('index')
    expect(code()).toBe('admit')
    end()
  })

  it('tells when work must wait, and when it may go on, once each', async () => {
    waits()
    await pass(2_000)
    changes.length = 0
    machine = machineOf({ loadPct: 95 })
    await pass(3_000)
    expect(code()).toBe('PROCESSOR_BUSY')
    expect(changes).toEqual([['index']])
    machine = machineOf({ loadPct: 30 })
    await pass(2_000)
    expect(code()).toBe('CALMING')
    await pass(4_000)
    expect(code()).toBe('admit')
    expect(changes).toEqual([['index'], ['index'], ['index']])
  })

  it('puts background work behind a request before the announcement returns, and lets it go on after it', async () => {
    waits()
    await pass(1_000)
    const end = admission.began('index')
    changes.length = 0
    admission.announceInteractive()
    expect(changes).toEqual([['index']])
    expect(admission.shouldYield('index')).toMatchObject({ code: 'INTERACTIVE_FIRST' })
    const endAsk = admission.began('ask')
    await pass(60_000)
    expect(code()).toBe('INTERACTIVE_FIRST')
    endAsk()
    expect(code()).toBe('INTERACTIVE_FIRST')
    changes.length = 0
    await pass(LIMITS.quietMs)
    expect(changes).toContainEqual(['index'])
    expect(code()).toBe('admit')
    expect(admission.shouldYield('index')).toBeNull()
    end()
  })

  it('forgets an announcement that nothing followed', async () => {
    waits()
    admission.announceInteractive()
    await pass(LIMITS.announcedMs)
    expect(code()).toBe('admit')
  })

  it('admits a request at once, whatever the machine does', async () => {
    machine = machineOf({ loadPct: 100, thermal: 'hot' })
    waits()
    await pass(2_000)
    expect(code('ask')).toBe('admit')
  })

  it('lets work go that has waited too long, one at a time, and says when', async () => {
    machine = machineOf({ loadPct: 100 })
    waits()
    await pass(1_000)
    expect(admission.verdict('index', START)).toMatchObject({ admit: false, retryHintMs: 60_000 })
    await pass(BACKGROUND.deferrableForMs - 2_000)
    expect(admission.verdict('index', START)).toMatchObject({ admit: false, retryHintMs: 1_000 })
    await pass(1_000)
    expect(code()).toBe('admit')
    const end = admission.began('index')
    expect(code()).not.toBe('admit')
    expect(admission.shouldYield('index')).toBeNull()
    end()
    expect(code()).toBe('admit')
    // A job that came later is not yet due.
    expect(code('index', clock.now())).toBe('PROCESSOR_BUSY')
  })

  it('pauses while the machine sleeps and until it has come to itself, as the host tells', async () => {
    waits()
    await pass(2_000)
    const end = admission.began('index')
    power?.('suspend')
    expect(code()).toBe('SUSPENDED')
    expect(admission.shouldYield('index')).toMatchObject({ code: 'SUSPENDED' })
    slept += 3_600_000
    power?.('resume')
    expect(code()).toBe('JUST_RESUMED')
    await pass(LIMITS.settleMs)
    expect(code('index', clock.now())).toBe('admit')
    end()
  })

  it('does not wait for ever for a resume that nobody tells of', async () => {
    waits()
    power?.('suspend')
    await pass(60_000)
    expect(code()).toBe('SUSPENDED')
    await pass(1_000 + LIMITS.settleMs)
    expect(code()).toBe('admit')
  })

  it('notices by its clocks that the machine slept, where nobody tells', async () => {
    waits()
    await pass(2_000)
    slept += 3_600_000
    await pass(1_000)
    expect(code()).toBe('JUST_RESUMED')
    await pass(LIMITS.settleMs)
    expect(code()).toBe('admit')
  })

  it('goes on one at a time when the sampler has fallen silent', async () => {
    waits()
    await pass(2_000)
    listeners.clear()
    await pass(20_000)
    const end = admission.began('index')
    expect(code()).toBe('MACHINE_UNKNOWN')
    end()
  })

  it('takes waiting for the processor for its own doing only while background work runs', async () => {
    const crowded = machineOf({ loadPct: 100, process: { cpuPct: 60 }, pressure: { cpu: 100, memory: 0 } })
    machine = crowded
    waits()
    await pass(1_000)
    expect(code()).toBe('PROCESSOR_BUSY')
    machine = machineOf()
    await pass(10_000)
    const end = admission.began('index')
    machine = crowded
    await pass(5_000)
    expect(admission.shouldYield('index')).toBeNull()
    end()
    // It ran for a part of what is seen next.
    await pass(1_000)
    expect(code('index', clock.now())).toBe('admit')
    await pass(1_000)
    expect(code('index', clock.now())).toBe('PROCESSOR_BUSY')
  })

  it('lets go at the second look what only a moment at the first spoke against', async () => {
    machine = machineOf({ loadPct: 100 })
    waits()
    await vi.advanceTimersByTimeAsync(0)
    expect(code()).toBe('PROCESSOR_BUSY')
    machine = machineOf()
    changes.length = 0
    await pass(1_000)
    expect(changes).toEqual([['index']])
    expect(code()).toBe('admit')
  })

  it('is not put out by a listener that fails, nor by one that asks', async () => {
    const seen: string[] = []
    admission.onChange(() => {
      throw new Error('broken view')
    })
    admission.onChange(() => seen.push(code()))
    waits()
    admission.announceInteractive()
    expect(seen.at(-1)).toBe('INTERACTIVE_FIRST')
  })

  it('refuses to speak of a kind that nobody declared', () => {
    expect(() => admission.verdict('other', START)).toThrow('Declare what a job of the kind other needs')
  })
})
