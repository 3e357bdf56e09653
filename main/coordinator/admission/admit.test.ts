import { describe, expect, it } from 'vitest'
import { admit, type Ruling } from './admit.ts'
import { admissionLimits } from './limits.ts'
import type { ReasonCode } from './reason.ts'
import { type AdmissionState, announced, INITIAL_STATE, interactiveEnded, resumed, suspended } from './state.ts'
import { demandOf, INTERACTIVE, LIMITS, machineOf } from './test-machine.ts'
import type { Machine } from './throttle.ts'
import type { Demand } from './types.ts'

const NOW = 1_000_000
const rulingOf = (kind: string, demands: readonly Demand[], sample: Machine | null, state = INITIAL_STATE, limits = LIMITS): Ruling => {
  const ruling = admit(state, { sample, demands, limits }, NOW).rulings.get(kind)
  if (ruling === undefined) throw new Error('no ruling')
  return ruling
}
const codeOf = (ruling: Ruling): ReasonCode | 'admit' => (ruling.admit ? 'admit' : ruling.reason.code)
const battery = (percent: number, charging = false) => ({ battery: { present: true, charging, percent } })
const card = (vramFreeMb: number) => ({ gpu: [{ name: 'g', vramTotalMb: 8_000, vramFreeMb, utilizationPct: null }] })
const twoRun = demandOf('other', { running: 1, waitedMs: null })

interface Row {
  readonly machine?: Machine | null
  readonly demand?: Parameters<typeof demandOf>[1]
  readonly others?: readonly Demand[]
  readonly state?: AdmissionState
}

describe('background work', () => {
  it.each<[string, Row, ReasonCode | 'admit']>([
    ['goes on a calm machine', {}, 'admit'],
    ['waits for a busy processor', { machine: machineOf({ loadPct: 94 }) }, 'PROCESSOR_BUSY'],
    ['is not stopped by what it takes itself', { machine: machineOf({ loadPct: 99, process: { cpuPct: 60 } }) }, 'admit'],
    [
      'waits when programs wait for the processor, though some of it is free',
      { machine: machineOf({ loadPct: 60, pressure: { cpu: 95, memory: 0 } }) },
      'PROCESSOR_BUSY',
    ],
    [
      'is not stopped when the waiting is its own doing',
      { machine: machineOf({ loadPct: 100, process: { cpuPct: 70 }, pressure: { cpu: 95, memory: 0 } }) },
      'admit',
    ],
    [
      'does not begin where programs wait for the processor, whoever has it, while none of it runs',
      { machine: machineOf({ loadPct: 100, process: { cpuPct: 46 }, pressure: { cpu: 97, memory: 0 }, isOursAtRest: true }) },
      'PROCESSOR_BUSY',
    ],
    [
      'does not begin where others get what is left by what else we do, and wait most of the time',
      { machine: machineOf({ loadPct: 100, process: { cpuPct: 49 }, pressure: { cpu: 68, memory: 0 }, isOursAtRest: true }) },
      'PROCESSOR_BUSY',
    ],
    [
      'does not begin on a full machine that tells of no waiting, while none of it runs',
      { machine: machineOf({ loadPct: 100, process: { cpuPct: 33 }, pressure: { cpu: null, memory: null }, isOursAtRest: true }) },
      'PROCESSOR_BUSY',
    ],
    [
      'begins beside other work of the app that keeps nothing waiting',
      { machine: machineOf({ loadPct: 100, process: { cpuPct: 96 }, pressure: { cpu: 30, memory: 0 }, isOursAtRest: true }) },
      'admit',
    ],
    ['knows no pressure where the system tells none', { machine: machineOf({ pressure: { cpu: null, memory: null } }) }, 'admit'],
    ['waits while programs are held up by memory', { machine: machineOf({ pressure: { cpu: 0, memory: 40 } }) }, 'MEMORY_PRESSED'],
    ['waits for memory', { machine: machineOf({ availableMb: 700 }) }, 'MEMORY_SHORT'],
    ['counts what has just begun', { machine: machineOf({ availableMb: 1_200 }), others: [{ ...twoRun, notYetSeen: 1 }] }, 'MEMORY_SHORT'],
    [
      'needs nothing of memory when it declares none',
      { machine: machineOf({ availableMb: 10 }), demand: { needs: { memoryMb: 0 } } },
      'admit',
    ],
    ['waits for memory of a card', { machine: machineOf(card(1_000)), demand: { needs: { gpuMemoryMb: 2_000 } } }, 'GPU_MEMORY_SHORT'],
    ['goes with memory of a card', { machine: machineOf(card(3_000)), demand: { needs: { gpuMemoryMb: 2_000 } } }, 'admit'],
    ['waits where there is no card', { demand: { needs: { gpuMemoryMb: 2_000 } } }, 'GPU_MEMORY_SHORT'],
    [
      'does not take an unknown card for none',
      { machine: machineOf({ unknown: ['gpu'] }), demand: { needs: { gpuMemoryMb: 2_000 } } },
      'admit',
    ],
    ['goes alone on a low battery', { machine: machineOf(battery(10)) }, 'admit'],
    ['goes one at a time on a low battery', { machine: machineOf(battery(10)), others: [twoRun] }, 'BATTERY_LOW'],
    ['goes as always on a battery that charges', { machine: machineOf(battery(10, true)), others: [twoRun] }, 'admit'],
    [
      'does not take a battery of unknown charge for a low one',
      { machine: machineOf({ battery: { present: true, charging: false, percent: null } }), others: [twoRun] },
      'admit',
    ],
    ['goes one at a time on a warm machine', { machine: machineOf({ thermal: 'warm' }), others: [twoRun] }, 'WARM'],
    ['stops on a hot one', { machine: machineOf({ thermal: 'hot' }) }, 'HOT'],
    ['does not take unknown heat for heat', { machine: machineOf({ thermal: 'unknown' }), others: [twoRun] }, 'admit'],
    ['goes alone when the machine cannot be seen', { machine: null }, 'admit'],
    ['goes one at a time when the machine cannot be seen', { machine: null, others: [twoRun] }, 'MACHINE_UNKNOWN'],
    ['takes no more cores than there are', { others: [{ ...twoRun, running: 3 }] }, 'PROCESSOR_TAKEN'],
    ['goes alone, however many cores it would like', { demand: { needs: { cpu: 64 } } }, 'admit'],
    [
      'waits for a request that runs',
      { others: [demandOf('ask', { needs: INTERACTIVE, running: 1, waitedMs: null })] },
      'INTERACTIVE_FIRST',
    ],
    ['waits for a request that is announced', { state: announced(INITIAL_STATE, LIMITS, NOW - 4_999) }, 'INTERACTIVE_FIRST'],
    ['does not wait for one that never came', { state: announced(INITIAL_STATE, LIMITS, NOW - 5_000) }, 'admit'],
    ['waits a little after a request', { state: interactiveEnded(INITIAL_STATE, LIMITS, NOW - 499) }, 'INTERACTIVE_FIRST'],
    ['pauses while the machine sleeps', { state: suspended(INITIAL_STATE), demand: { waitedMs: 9e9 } }, 'SUSPENDED'],
    ['pauses after it woke up', { state: resumed(suspended(INITIAL_STATE), LIMITS, NOW - 14_999) }, 'JUST_RESUMED'],
    ['goes on some time after it woke up', { state: resumed(suspended(INITIAL_STATE), LIMITS, NOW - 15_000) }, 'admit'],
    ['waits for the network', { state: { ...INITIAL_STATE, online: false }, demand: { needs: { network: true } } }, 'OFFLINE'],
    ['does not take an unknown network for none', { demand: { needs: { network: true } } }, 'admit'],
    ['goes on a busy machine when it waited too long', { machine: machineOf({ loadPct: 99 }), demand: { waitedMs: 600_000 } }, 'admit'],
    [
      'goes even beside a request when it waited too long',
      { state: announced(INITIAL_STATE, LIMITS, NOW), demand: { waitedMs: 600_000 } },
      'admit',
    ],
    ['but then one at a time', { machine: machineOf({ loadPct: 99 }), demand: { waitedMs: 600_000 }, others: [twoRun] }, 'PROCESSOR_BUSY'],
    ['but not without memory', { machine: machineOf({ availableMb: 700 }), demand: { waitedMs: 600_000 } }, 'MEMORY_SHORT'],
  ])('%s', (_name, { machine = machineOf(), demand, others = [], state }, expected) => {
    expect(codeOf(rulingOf('index', [demandOf('index', demand), ...others], machine, state))).toBe(expected)
  })

  it('lets pass what has waited too long, however small the rest', () => {
    const large = demandOf('large', { waitedMs: 700_000, needs: { cpu: 3 } })
    const small = demandOf('small', { running: 1, needs: { cpu: 0.7 } })
    const during = admit(INITIAL_STATE, { sample: machineOf(), demands: [large, small], limits: LIMITS }, NOW).rulings
    expect([...during.values()].map(codeOf)).toEqual(['PROCESSOR_TAKEN', 'LONGER_WAITING'])
    const after = admit(INITIAL_STATE, { sample: machineOf(), demands: [large, { ...small, running: 0 }], limits: LIMITS }, NOW).rulings
    expect([...after.values()].map(codeOf)).toEqual(['admit', 'LONGER_WAITING'])
  })

  it('waits for a first look as long as one may come, whatever else runs, and says how long at most', () => {
    const input = {
      sample: null,
      firstLookInMs: 700,
      demands: [demandOf('index'), demandOf('ask', { needs: INTERACTIVE })],
      limits: LIMITS,
    }
    const { rulings } = admit(INITIAL_STATE, input, NOW)
    // Somebody waits for a request: that is the better reason.
    expect(rulings.get('index')).toMatchObject({ reason: { code: 'INTERACTIVE_FIRST' } })
    expect(rulings.get('ask')).toMatchObject({ admit: true })
    expect(admit(INITIAL_STATE, { ...input, demands: [demandOf('index')] }, NOW).rulings.get('index')).toMatchObject({
      reason: { code: 'MACHINE_NOT_SEEN_YET', sentence: 'Waits for a first look at how busy the machine is.' },
      yields: null,
      changesInMs: 700,
    })
    const seen = { ...input, sample: machineOf(), demands: [demandOf('index')] }
    expect(admit(INITIAL_STATE, seen, NOW).rulings.get('index')).toMatchObject({ admit: true })
  })

  it('never waits for load where the settings say that load is no matter', () => {
    const never = admissionLimits({ cpuSaturatedPct: 101, memoryReserveMb: 0, batteryLowPct: 0 })
    expect(codeOf(rulingOf('index', [demandOf('index')], machineOf({ loadPct: 100 }), INITIAL_STATE, never))).toBe('admit')
  })
})

describe('work of the background that runs', () => {
  const runs = (over: Partial<Demand> = {}): Demand => ({ ...demandOf('index', { running: 1, waitedMs: null }), ...over })

  it.each<[string, Machine, AdmissionState, ReasonCode | null]>([
    ['a busy processor', machineOf({ loadPct: 95 }), INITIAL_STATE, 'PROCESSOR_BUSY'],
    ['heat', machineOf({ thermal: 'hot' }), INITIAL_STATE, 'HOT'],
    ['a request', machineOf(), announced(INITIAL_STATE, LIMITS, NOW), 'INTERACTIVE_FIRST'],
    ['sleep', machineOf(), suspended(INITIAL_STATE), 'SUSPENDED'],
    ['a low battery', machineOf(battery(5)), INITIAL_STATE, null],
    ['memory that it has already', machineOf({ availableMb: 300 }), INITIAL_STATE, null],
  ])('makes way for what stops it: %s', (_name, machine, state, code) => {
    expect(rulingOf('index', [runs()], machine, state).yields?.code ?? null).toBe(code)
  })

  it('is left alone when it began because it had waited too long, and nothing begins beside it', () => {
    const { rulings, state } = admit(
      { ...INITIAL_STATE, favoured: 'index' },
      { sample: machineOf({ loadPct: 99 }), demands: [runs(), demandOf('other', { waitedMs: 9e6 })], limits: LIMITS },
      NOW,
    )
    expect(rulings.get('index')).toMatchObject({ admit: false, yields: null })
    expect(rulings.get('other')).toMatchObject({ admit: false })
    expect(state.favoured).toBe('index')
    expect(admit(state, { sample: machineOf(), demands: [runs({ running: 0 })], limits: LIMITS }, NOW).state.favoured).toBeNull()
  })
})

describe('interactive work', () => {
  const ask = demandOf('ask', { needs: INTERACTIVE })
  it.each<[string, Machine | null, AdmissionState]>([
    [
      'busy, hot, pressed and on a low battery',
      machineOf({ loadPct: 100, thermal: 'hot', pressure: { cpu: 100, memory: 99 }, ...battery(1) }),
      INITIAL_STATE,
    ],
    ['not seen', null, INITIAL_STATE],
    ['just awake', machineOf(), resumed(INITIAL_STATE, LIMITS, NOW)],
    ['full of background work', machineOf(), { ...INITIAL_STATE, favoured: 'index' }],
  ])('begins at once on a machine that is %s', (_name, machine, state) => {
    const index = demandOf('index', { running: 9, waitedMs: 9e9 })
    expect(codeOf(rulingOf('ask', [index, ask], machine, state))).toBe('admit')
  })

  it('waits for memory only', () => {
    expect(rulingOf('ask', [ask], machineOf({ availableMb: 700 }))).toMatchObject({
      admit: false,
      reason: { code: 'MEMORY_SHORT', params: { availableMb: 700, neededMb: 756 } },
    })
  })
})

describe('a refusal', () => {
  it.each<[Machine, string]>([
    [machineOf({ loadPct: 94 }), 'Waits for the processor: 94 % busy with other programs. Goes on below 70 %.'],
    [machineOf({ availableMb: 700 }), 'Waits for memory: 700 MiB are free. Goes on at 756 MiB.'],
    [machineOf({ thermal: 'hot' }), 'Waits until the machine has cooled down: it is hot.'],
    [machineOf({ pressure: { cpu: 0, memory: 33 } }), 'Waits for memory: programs are held up by it 33 % of the time. Goes on below 5 %.'],
  ])('can be read by a person (%#)', (machine, sentence) => {
    const ruling = rulingOf('index', [demandOf('index')], machine)
    expect(ruling.admit ? null : ruling.reason.sentence).toBe(sentence)
  })

  it('says when time alone may change it: at the latest when it waited too long', () => {
    const waits = (waitedMs: number, state = INITIAL_STATE) =>
      rulingOf('index', [demandOf('index', { waitedMs })], machineOf({ loadPct: 95 }), state).changesInMs
    expect(waits(0)).toBe(600_000)
    expect(waits(599_000)).toBe(1_000)
    expect(waits(0, announced(INITIAL_STATE, LIMITS, NOW))).toBe(LIMITS.announcedMs)
  })
})
