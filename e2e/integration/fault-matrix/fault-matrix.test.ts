import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULTS, type FaultRow, LABEL_ROWS, type LabelRow, MOMENTS, type Moment, PLACES, type Place, type Staging } from './cases.ts'
import { BUDGET, type CaseResult, type Lane, openLane } from './lane.ts'

/** What the machine itself may take on top of a budget, ms: this suite may share two cores with others. */
const SLACK_MS = 6_000
const table = new Map<string, string>()

afterAll(() => {
  const lines = [
    '| provider | fault | moment | public | internal | confidential | restricted |',
    '|---|---|---|---|---|---|---|',
    ...PLACES.flatMap((place) =>
      FAULTS.flatMap((fault) =>
        MOMENTS.map((moment) => {
          const cells = LABEL_ROWS.map(
            ({ label }) => table.get(keyOf(place, fault, moment, label)) ?? (isStaged(fault, moment) ? '·' : '–'),
          )
          return `| ${[place.name, fault.name, moment, ...cells].join(' | ')} |`
        }),
      ),
    ),
    '',
    'C complete, P partial and marked, D deferred with a time, F failed with a reason, – cannot happen at that moment, · not run this time.',
  ]
  const folder = join(import.meta.dirname, '../../../test-results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'fault-matrix.md'), `${lines.join('\n')}\n`)
  process.stdout.write(`${lines.join('\n')}\n`)
})

describe.each(PLACES)('$name', (place) => {
  const lanes: Lane[] = []
  beforeAll(async () => {
    lanes.push(...(await Promise.all(LABEL_ROWS.map((row) => openLane(place, row)))))
  }, 60_000)
  afterAll(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()))
  })

  for (const [row, fault] of FAULTS.entries()) {
    for (const [index, moment] of MOMENTS.entries()) {
      const staging = fault.staged[index]
      if (staging === null || staging === undefined) continue
      // A third of the table, with every fault somewhere and every place with some, is what a change has to pass.
      const tags = (PLACES.indexOf(place) + row + index) % 3 === 0 ? [] : ['long']
      it(`${fault.name}, ${moment}: ends within its budget, leaks nothing, is not paid for twice`, { tags, timeout: 60_000 }, async () => {
        // The labels side by side, each in a lane of its own.
        const results = await Promise.all(
          LABEL_ROWS.map(async (row, lane) => ({ row, result: await lanes[lane]?.run(fault, staging, row) })),
        )
        for (const { row, result } of results) {
          if (result === undefined) throw new Error('no lane')
          table.set(keyOf(place, fault, moment, row.label), result.ending)
          check(place, fault, moment, staging, row, result)
        }
      })
    }
  }
})

function isStaged(fault: FaultRow, moment: Moment): boolean {
  return (fault.staged[MOMENTS.indexOf(moment)] ?? null) !== null
}

function check(place: Place, fault: FaultRow, moment: Moment, staging: NonNullable<Staging>, row: LabelRow, result: CaseResult): void {
  const { generation, ending, asked, tookMs, everything } = result
  const what = `${place.name}, ${fault.name}, ${moment}, ${row.label} (${generation.error?.message ?? 'no error'})`
  // Budgets of all tries and engines together.
  expect(tookMs, what).toBeLessThan(BUDGET.totalMs * 2 + SLACK_MS)
  expect(generation.decision?.label, what).toBe(row.label)

  if (place.hosted) {
    for (const value of row.planted) expect(everything.toLowerCase(), what).not.toContain(value.toLowerCase())
    if (row.label === 'restricted') expect(asked, what).toEqual([])
    // Every request that carried text is on an attempt's account, and more than one only where the server had refused.
    const counted = generation.attempts.filter(({ locality }) => locality === 'hosted').reduce((sum, { resends }) => sum + 1 + resends, 0)
    expect(asked.length, what).toBeLessThanOrEqual(counted)
    if (fault.refused !== true || moment === 'mid-stream') expect(asked.length, what).toBeLessThanOrEqual(1)
  }

  const reached = row.label !== 'restricted' || !place.hosted
  const last = generation.attempts.at(-1)
  if (ending === 'P') {
    expect(last?.state, what).toBe('failed')
    expect(generation.error?.message, what).toMatch(/^[^\n]+\.$/)
  }
  if (ending === 'F') expect(generation.error?.message, what).toMatch(/^[^\n]+\.$/)
  if (ending === 'D') expect(generation.error, what).not.toBeNull()
  if (!reached) return
  if (!place.hosted && 'address' in staging) {
    // The gate sees that no model is there, and there are no sources that the extractive engine could draw from: that is said at once.
    expect(ending, what).toBe('F')
    expect(generation.error?.code, what).toBe('NEEDS_MODEL')
    expect(generation.text, what).toBe('')
  } else if (fault.harmless === true) expect(ending, what).toBe('C')
  else if (moment === 'mid-stream') expect(ending, what).toBe('P')
  else {
    expect(generation.text, what).toBe('')
    expect(['D', 'F'], what).toContain(ending)
    // What may have been charged is not tried again by itself, and says so.
    const paid = place.hosted && 'server' in staging && fault.refused !== true
    if (paid) {
      expect(ending, what).toBe('F')
      expect(last?.mayBeCharged, what).toBe(true)
    } else if (fault.name !== 'malformed frame') expect(ending, what).toBe('D')
  }
}

function keyOf(place: Place, fault: FaultRow, moment: Moment, label: string): string {
  return [place.name, fault.name, moment, label].join('|')
}
