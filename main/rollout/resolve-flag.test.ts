import { describe, expect, it } from 'vitest'
import { type Rollout, RolloutSchema, STAGES } from '#contracts/flags.ts'
import { cohortOf, type FlagSubject, resolveFlag } from './resolve-flag.ts'

const SUBJECT: FlagSubject = { environment: 'production', installation: 'one', request: 'a request' }
const REQUESTS = Array.from({ length: 20_000 }, (_, index) => `request ${index}`)

function rollout(change: Partial<Rollout> = {}): Rollout {
  return RolloutSchema.parse({
    id: 'meaning-search-off-1',
    flag: 'meaning-search',
    to: false,
    environment: 'production',
    unit: 'request',
    stage: 25,
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

const canaries = (one: Rollout): Set<string> => new Set(REQUESTS.filter((request) => cohortOf(one, { ...SUBJECT, request }) === 'canary'))

describe('a flag', () => {
  it('is on as shipped, as set for its environment, and by its cohort while it is rolled out', () => {
    const of = (settings: Parameters<typeof resolveFlag>[1], subject = SUBJECT) => resolveFlag('meaning-search', settings, subject)
    expect(of({ values: {}, rollouts: [] })).toMatchObject({ value: true, because: 'shipped' })
    expect(of({ values: { 'meaning-search': false }, rollouts: [] })).toMatchObject({ value: false, because: 'set' })
    const staged = { values: { 'meaning-search': { staging: false } }, rollouts: [] }
    expect(of(staged)).toMatchObject({ value: true, because: 'shipped' })
    expect(of(staged, { ...SUBJECT, environment: 'staging' })).toMatchObject({ value: false, because: 'set' })
    const running = { values: { 'meaning-search': true }, rollouts: [rollout()] }
    const values = REQUESTS.slice(0, 400).map((request) => of(running, { ...SUBJECT, request }))
    expect(new Set(values.map(({ value, because }) => `${because}: ${value}`))).toEqual(new Set(['canary: false', 'control: true']))
    expect(of({ ...running, rollouts: [rollout({ endedAt: 5, state: 'rolled-back' })] })).toMatchObject({ because: 'set' })
    expect(of(running, { ...SUBJECT, environment: 'staging' })).toMatchObject({ because: 'set' })
  })
})

describe('a cohort', () => {
  it('has its share, only grows from stage to stage, and is the same each time', () => {
    let before = new Set<string>()
    for (const stage of STAGES) {
      const now = canaries(rollout({ stage }))
      expect(now.size / REQUESTS.length).toBeCloseTo(stage / 100, 1.7)
      expect([...before].filter((request) => !now.has(request))).toEqual([])
      expect(canaries(rollout({ stage }))).toEqual(now)
      before = now
    }
  })

  it('of one rollout has nothing to do with that of another: nobody is a canary every time', () => {
    const [one, other] = [canaries(rollout()), canaries(rollout({ id: 'meaning-search-off-2' }))]
    expect([...one].filter((request) => other.has(request)).length / REQUESTS.length).toBeCloseTo(0.0625, 1.7)
  })

  it('of installations is the same for all their requests, and there is none without a request to look at', () => {
    const byInstallation = rollout({ unit: 'installation' })
    const of = (installation: string): Set<string> =>
      new Set(REQUESTS.slice(0, 50).map((request) => cohortOf(byInstallation, { ...SUBJECT, installation, request })))
    const cohorts = Array.from({ length: 200 }, (_, index) => of(`installation ${index}`))
    expect(cohorts.every(({ size }) => size === 1)).toBe(true)
    expect(cohorts.filter((cohort) => cohort.has('canary')).length).toBeGreaterThan(25)
    expect(cohortOf(rollout({ stage: 100 }), { ...SUBJECT, request: null })).toBe('control')
  })
})
