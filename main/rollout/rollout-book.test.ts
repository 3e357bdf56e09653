import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GuardSignal } from '#contracts/test-guard.ts'
import type { CohortOutcome } from '../storage/types.ts'
import { openFlagFile } from './flag-file.ts'
import { type Cohort, cohortOf } from './resolve-flag.ts'
import { createRolloutBook, type RolloutBook } from './rollout-book.ts'
import { openSharedReports } from './shared-reports.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-rollout-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Came = Partial<Pick<CohortOutcome, 'state' | 'totalMs'>>

/** A request as the database has it. */
interface Stored {
  readonly at: number
  readonly cohorts: ReadonlyMap<string, Cohort>
  readonly outcome: Omit<CohortOutcome, 'cohort'>
}

/** An installation with its requests, on a file of flags that others may share. */
function installation(name: string, shared = false) {
  const file = openFlagFile(join(folder, 'flags.json'))
  const requestsSoFar: Stored[] = []
  const changes: { readonly what: string; readonly note: string }[] = []
  const signal: { status: GuardSignal['status'] } = { status: 'pass' }
  const told: string[] = []
  /** What happens while the guard looks at what the requests came to. */
  const meanwhile: { does: () => Promise<unknown> } = { does: async () => {} }
  let now = 1_000
  const book: RolloutBook = createRolloutBook({
    file,
    shared,
    environment: () => 'production',
    installation: () => name,
    reports: openSharedReports(folder, () => name),
    outcomes: async ({ id, stageSince }) =>
      requestsSoFar.flatMap(({ at, cohorts, outcome }) => {
        const cohort = cohorts.get(id)
        return cohort === undefined || at < stageSince ? [] : [{ ...outcome, cohort }]
      }),
    tests: async () => {
      await meanwhile.does()
      return signal.status
    },
    record: async (what, _before, _after, note) => void changes.push({ what, note }),
    clock: { now: () => now },
    log: { error: (event) => String(told.push(event)) },
  })
  /** Has so many requests come to their end, each in its cohort. */
  const requests = (count: number, came: (cohort: Cohort, cohorts: ReadonlyMap<string, Cohort>) => Came = () => ({})): void => {
    now += 1
    for (let index = 0; index < count; index += 1) {
      const request = `${name} ${requestsSoFar.length}`
      const running = file.get().rollouts.filter(({ endedAt }) => endedAt === null)
      const cohorts = new Map(
        running.map((one) => [one.id, cohortOf(one, { environment: 'production', installation: name, request })] as const),
      )
      const [cohort = 'control'] = cohorts.values()
      const totalMs = 2_000 + (requestsSoFar.length % 7) * 50
      const outcome = { state: 'succeeded', totalMs, costUsd: 0, citationCoverage: null, feedback: [], ...came(cohort, cohorts) } as const
      requestsSoFar.push({ at: now, cohorts, outcome })
    }
  }
  const tick = (by = 1): void => {
    now += by
  }
  return { book, file, requests, changes, signal, tick, told, meanwhile }
}

describe('a flag', () => {
  it('is set for this environment only, and back as shipped; both are recorded', async () => {
    const { book, changes, file } = installation('one')
    expect((await book.set('meaning-search', false)).flags.find(({ key }) => key === 'meaning-search')).toMatchObject({
      value: false,
      because: 'set',
    })
    expect(file.get().values).toEqual({ 'meaning-search': { production: false } })
    expect((await book.set('meaning-search', null)).flags.find(({ key }) => key === 'meaning-search')).toMatchObject({
      value: true,
      because: 'shipped',
    })
    expect(changes.map(({ what, note }) => `${what}: ${note}`)).toEqual(['flag: Set by hand.', 'flag: As shipped again.'])
    await expect(book.set('nonsense', true)).rejects.toThrow('There is no flag "nonsense". There are: ')
  })
})

describe('a rollout', () => {
  it('goes through its stages to everybody while nothing speaks against it', async () => {
    const { book, requests, changes } = installation('one')
    const { id } = await book.start({ flag: 'meaning-search', to: false, minimum: 20 })
    expect(await book.check()).toEqual([])
    const stages: number[] = []
    for (let round = 0; round < 4; round += 1) {
      requests(900)
      const [changed] = await book.check()
      stages.push(changed?.stage ?? 0)
    }
    expect(stages).toEqual([10, 25, 50, 100])
    expect((await book.reports())[0]?.rollout).toMatchObject({ id, state: 'done', because: 'Nothing speaks against it.' })
    expect(book.flags().flags.find(({ key }) => key === 'meaning-search')).toMatchObject({ value: false, because: 'set', rollout: null })
    expect(changes).toHaveLength(5)
    requests(100)
    expect(await book.check()).toEqual([])
  })

  it('whose canary fails goes back to what everybody had, at the next look', async () => {
    const { book, requests, changes } = installation('one')
    await book.start({ flag: 'meaning-search', to: false })
    requests(200, (cohort) => (cohort === 'canary' ? { state: 'failed', totalMs: 0 } : {}))
    expect(await book.check()).toMatchObject([{ state: 'rolled-back', because: expect.stringContaining('more drafts fail') }])
    expect(book.flags().flags.find(({ key }) => key === 'meaning-search')).toMatchObject({ value: true, because: 'set' })
    expect(changes.at(-1)?.note).toContain('more drafts fail')
  })

  it('that is held by a person stays so, but is rolled back when it turns out to be worse', async () => {
    const { book, requests } = installation('one')
    const { id } = await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    await book.hold(id)
    requests(900)
    expect(await book.check()).toEqual([])
    await book.resume(id)
    expect(await book.check()).toMatchObject([{ stage: 10, state: 'running' }])
    await book.hold(id)
    requests(300, (cohort) => (cohort === 'canary' ? { state: 'failed', totalMs: 0 } : {}))
    expect(await book.check()).toMatchObject([{ state: 'rolled-back' }])
  })

  it('that the guard holds for failing tests goes on when they pass', async () => {
    const { book, requests, signal } = installation('one')
    await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    requests(900)
    signal.status = 'fail'
    expect(await book.check()).toMatchObject([{ state: 'held', stage: 5, because: 'The tests of this build fail.' }])
    expect(await book.check()).toEqual([])
    signal.status = 'pass'
    expect(await book.check()).toMatchObject([{ state: 'running', stage: 10 }])
  })

  it('is refused where one runs, where there is nothing to roll out, and by installations that share nothing', async () => {
    const { book } = installation('one')
    await expect(book.start({ flag: 'meaning-search', to: true })).rejects.toThrow('is on already')
    await expect(book.start({ flag: 'meaning-search', to: false, unit: 'installation' })).rejects.toThrow('flags.file')
    const { id } = await book.start({ flag: 'meaning-search', to: false })
    await expect(book.start({ flag: 'meaning-search', to: false })).rejects.toThrow(`"${id}" of this flag is running`)
    await expect(book.set('meaning-search', true)).rejects.toThrow(`tidegate rollout back ${id}`)
    await book.rollBack(id)
    await expect(book.rollBack(id)).rejects.toThrow(`No rollout "${id}" is running`)
  })

  it('moves once when two guards look at the same time', async () => {
    const one = installation('one', true)
    const other = installation('other', true)
    await one.book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    one.requests(900)
    other.requests(900)
    const changed = (await Promise.all([one.book.check(), other.book.check()])).flat()
    expect(changed.map(({ stage }) => stage)).toEqual([10])
  })

  it('that a person holds while the guard looks stays held, although the guard wanted to go on', async () => {
    const { book, requests, signal, meanwhile } = installation('one')
    const { id } = await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    signal.status = 'fail'
    requests(900)
    expect(await book.check()).toMatchObject([{ state: 'held', because: 'The tests of this build fail.' }])
    signal.status = 'pass'
    meanwhile.does = () => book.hold(id)
    expect(await book.check()).toEqual([])
    meanwhile.does = async () => {}
    expect((await book.reports())[0]?.rollout).toMatchObject({ state: 'held', because: 'Held by hand.', stage: 5 })
    expect(await book.check()).toEqual([])
  })

  it('is looked after when the clock is set back in the middle of a stage', async () => {
    const { book, requests, changes, tick } = installation('one')
    tick(10_000_000)
    await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    tick(-5_000_000)
    expect(await book.check()).toEqual([])
    expect(changes.at(-1)?.note).toBe('The clock of this machine was set back; the stage begins anew.')
    requests(900, (cohort) => (cohort === 'canary' ? { state: 'failed' } : {}))
    expect(await book.check()).toMatchObject([{ state: 'rolled-back' }])
  })

  it('that a person holds stays held by that person when the clock is set back', async () => {
    const { book, requests, tick } = installation('one')
    tick(10_000_000)
    const { id } = await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    await book.hold(id)
    tick(-5_000_000)
    requests(900)
    await book.check()
    requests(900)
    expect(await book.check()).toEqual([])
    expect((await book.reports())[0]?.rollout).toMatchObject({ state: 'held', because: 'Held by hand.' })
  })

  it('has a name of its own, also where the file no longer has all that ended', async () => {
    const { book, file } = installation('one')
    const names: string[] = []
    for (let round = 0; round < 25; round += 1) {
      const { id } = await book.start({ flag: round % 3 === 0 ? 'meaning-search' : 'second-request', to: false })
      names.push(id)
      // It can be ended, which takes that it is found by its name.
      expect(await book.rollBack(id)).toMatchObject({ state: 'rolled-back' })
    }
    expect(new Set(names).size).toBe(25)
    expect(file.get().rollouts).toHaveLength(20)
  })

  it('is rolled back also where another, before it, cannot be told of or looked at', async () => {
    const { book, requests, told, meanwhile } = installation('one', true)
    await book.start({ flag: 'second-request', to: false, unit: 'installation', minimum: 10 })
    const { id } = await book.start({ flag: 'meaning-search', to: false, minimum: 10 })
    // A share without room for reports.
    writeFileSync(join(folder, 'rollout-reports'), 'no folder')
    requests(900, (_first, cohorts) => (cohorts.get(id) === 'canary' ? { state: 'failed' } : {}))
    let looks = 0
    meanwhile.does = async () => {
      looks += 1
      if (looks === 1) throw new Error('The first cannot be looked at.')
    }
    await expect(book.check()).rejects.toThrow('cannot be looked at')
    expect((await book.reports()).find(({ rollout }) => rollout.id === id)?.rollout.state).toBe('rolled-back')
    expect(told).toEqual(['rollout.not_told'])
  })

  it('by installations compares one row of each, and tells nothing else of them', async () => {
    const all = Array.from({ length: 60 }, (_, index) => installation(`installation ${index}`, true))
    const [first] = all
    const { id } = (await first?.book.start({ flag: 'meaning-search', to: false, unit: 'installation', minimum: 10 })) ?? { id: '' }
    for (let step = 0; step < 3; step += 1) await first?.book.advance(id)
    // Its clock has to have passed the moment at which the stage began.
    for (const one of all) one.tick()
    for (const one of all) one.requests(30, (cohort) => (cohort === 'canary' ? { totalMs: 9_000 } : {}))
    const checks = []
    for (const one of all) checks.push(...(await one.book.check()))
    expect(checks).toMatchObject([
      { state: 'held', because: expect.stringContaining('time to the draft, 9.0 s') },
      { state: 'rolled-back', because: expect.stringContaining('time to the draft, 9.0 s') },
    ])
    expect(
      all
        .at(-1)
        ?.book.flags()
        .flags.find(({ key }) => key === 'meaning-search'),
    ).toMatchObject({ value: true, because: 'set' })
  })
})
