import { describe, expect, it } from 'vitest'
import { type Rollout, RolloutSchema, STAGES } from '#contracts/flags.ts'
import { createRandom } from '../routing/eval/seeded-random.ts'
import { assessRollout, type CohortSample } from './assess.ts'

function rollout(change: Partial<Rollout> = {}): Rollout {
  return RolloutSchema.parse({
    id: 'one',
    flag: 'meaning-search',
    to: false,
    environment: 'production',
    unit: 'request',
    stage: 50,
    state: 'running',
    minimum: 50,
    soakHours: 0,
    alpha: 0.05,
    startedAt: 0,
    stageSince: 0,
    endedAt: null,
    because: 'Started.',
    ...change,
  })
}

const PASS = { now: 0, tests: 'pass' } as const

function samples(count: number, of: (index: number) => CohortSample['values'], cohort: CohortSample['cohort']): CohortSample[] {
  return Array.from({ length: count }, (_, index) => ({ cohort, values: of(index) }))
}

const fine = (index: number): CohortSample['values'] => ({
  failed: index % 25 === 0 ? 1 : 0,
  'log-time': Math.log(2_000 + (index % 9) * 100),
  'cost-usd': 0.01 + (index % 5) / 1_000,
  cited: 0.8 + (index % 3) / 20,
})

const both = (count: number, canary: (index: number) => CohortSample['values']): CohortSample[] => [
  ...samples(count, canary, 'canary'),
  ...samples(count, fine, 'control'),
]

describe('the guard', () => {
  it('waits for enough of both cohorts, and says how many there are', () => {
    expect(assessRollout(rollout(), both(49, fine), PASS)).toMatchObject({
      action: 'stay',
      because: 'Too early: 49 requests with the change and 49 without it so far; 50 of each are needed.',
    })
  })

  it('advances when nothing speaks against it, after the time that a stage lasts', () => {
    expect(assessRollout(rollout(), both(60, fine), PASS).action).toBe('advance')
    const soaking = rollout({ soakHours: 24, stageSince: 3_600_000 })
    expect(assessRollout(soaking, both(60, fine), { ...PASS, now: 7_200_000 })).toMatchObject({
      action: 'stay',
      because: 'Nothing speaks against it; the stage lasts 23 h more.',
    })
    expect(assessRollout(soaking, both(60, fine), { ...PASS, now: 25 * 3_600_000 }).action).toBe('advance')
  })

  it('holds while the tests of the build fail, and not because nobody ran them', () => {
    expect(assessRollout(rollout(), both(60, fine), { ...PASS, tests: 'fail' })).toMatchObject({ action: 'hold' })
    expect(assessRollout(rollout(), both(60, fine), { ...PASS, tests: 'unknown' })).toMatchObject({ action: 'advance' })
  })

  it.each<[string, (index: number) => CohortSample['values'], string]>([
    ['slower', (index) => ({ ...fine(index), 'log-time': Math.log(5_000 + (index % 9) * 100) }), 'time to the draft, 5.4 s beside 2.4 s'],
    ['dearer', (index) => ({ ...fine(index), 'cost-usd': 0.03 + (index % 5) / 1_000 }), 'cost of a draft, $0.032 beside $0.012'],
    ['less well cited', (index) => ({ ...fine(index), cited: 0.3 + (index % 3) / 20 }), 'cited sentences, 35.0 % beside 85.0 %'],
    ['handed on more often', (index) => ({ ...fine(index), 'fell-back': index % 2 }), ''],
  ])('rolls back a canary that is certainly %s', (_name, canary, words) => {
    const given = both(200, canary).map((one) => ({ ...one, values: { 'fell-back': 0, ...one.values } }))
    const { action, because } = assessRollout(rollout(), given, PASS)
    expect(action).toBe('roll-back')
    expect(because).toContain(words)
  })

  it('does not go on by figures of which no difference can be computed', () => {
    const absurd = both(60, fine).map((one, index) => (index === 3 ? { ...one, values: { ...one.values, 'log-time': 1e300 } } : one))
    expect(assessRollout(rollout(), absurd, PASS)).toMatchObject({
      action: 'hold',
      because: 'This cannot be compared, so that it does not go on by itself: time to the draft.',
    })
  })

  it('rolls back for failures before a stage has its minimum', () => {
    const failing = [...samples(8, () => ({ failed: 1 }), 'canary'), ...samples(160, fine, 'control')]
    expect(assessRollout(rollout({ stage: 5 }), failing, PASS)).toMatchObject({
      action: 'roll-back',
      because: 'With the change more drafts fail: 100.0 % beside 4.4 %.',
    })
    // It says nothing of installations, whose requests are not drawn one by one.
    expect(assessRollout(rollout({ stage: 5, unit: 'installation' }), failing, PASS).action).toBe('stay')
  })

  it('holds where it only seems worse, and tolerates what is certain and too little to matter', () => {
    const seems = both(60, (index) => ({ ...fine(index), failed: index % 8 === 0 ? 1 : 0 }))
    expect(assessRollout(rollout(), seems, PASS)).toMatchObject({ action: 'hold', because: expect.stringContaining('not certain yet') })
    const slightly = both(4_000, (index) => ({ ...fine(index), 'log-time': (fine(index)['log-time'] ?? 0) + 0.05 }))
    const { action, kpis } = assessRollout(rollout(), slightly, PASS)
    expect(kpis.find(({ kpi }) => kpi === 'log-time')?.harm?.low).toBeGreaterThan(0)
    expect(action).toBe('advance')
  })

  // As it happens: each request falls into a cohort by chance, and the guard looks after every tenth.
  const finish = (seed: number, canaryFails: number, canarySlower: number): string => {
    const random = createRandom(seed * 104_729 + 3)
    for (const stage of STAGES.slice(0, 4)) {
      const seen: CohortSample[] = []
      for (let request = 1; ; request += 1) {
        const cohort = random() * 100 < stage ? 'canary' : 'control'
        const worse = cohort === 'canary'
        const failed = random() < (worse ? canaryFails : 0.04) ? 1 : 0
        const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
        seen.push({ cohort, values: failed === 1 ? { failed } : { failed, 'log-time': 8 + 0.4 * noise + (worse ? canarySlower : 0) } })
        if (request % 10 > 0) continue
        const { action } = assessRollout(rollout({ stage, minimum: 30 }), seen, PASS)
        if (action === 'roll-back') return 'rolled back'
        if (action === 'advance') break
        if (request > 3_000) return 'held'
      }
    }
    return 'done'
  }

  it('rolls back at most 5 percent of rollouts without a difference, through all stages', () => {
    const ends = Array.from({ length: 100 }, (_, seed) => finish(seed, 0.04, 0))
    expect(ends.filter((end) => end === 'rolled back').length).toBeLessThanOrEqual(5)
    expect(ends.filter((end) => end === 'done').length).toBeGreaterThan(90)
  })

  it.each([
    ['fails in a third of its requests', 0.33, 0],
    ['takes twice as long', 0.04, Math.log(2)],
  ])('lets none through that %s', (_name, fails, slower) => {
    const ends = Array.from({ length: 60 }, (_, seed) => finish(seed, fails, slower))
    expect(ends.filter((end) => end === 'done')).toEqual([])
    expect(ends.filter((end) => end === 'rolled back').length).toBeGreaterThan(54)
  })
})
