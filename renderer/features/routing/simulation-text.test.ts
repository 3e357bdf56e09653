import { expect, test } from 'vitest'
import { simulationSentence, totalsRows } from './simulation-text.ts'

test('a simulation is a sentence', () => {
  expect(simulationSentence({ considered: 0, changed: 0 })).toMatch(/no decisions yet/)
  expect(simulationSentence({ considered: 1, changed: 0 })).toBe('The only decision would stay as it was.')
  expect(simulationSentence({ considered: 20, changed: 0 })).toBe('All of the last 20 decisions would stay as they were.')
  expect(simulationSentence({ considered: 20, changed: 3 })).toBe('3 of the last 20 decisions would run elsewhere.')
  expect(simulationSentence({ considered: 1, changed: 1 })).toBe('The only decision would run elsewhere.')
})

test('totals stand side by side, and what is not known is a dash', () => {
  const rows = totalsRows({
    before: { routes: { local: 3, hosted: 1, hybrid: 0, none: 0 }, costUsd: 0.02, latencyMs: 1_500, success: 0.81 },
    after: { routes: { local: 0, hosted: 0, hybrid: 0, none: 4 }, costUsd: 0, latencyMs: null, success: null },
  })
  expect(rows.map(({ before, after }) => `${before} ${after}`)).toEqual(['3 0', '0 0', '1 0', '0 4', '$0.02 $0', '1.5 s —', '81 % —'])
})
