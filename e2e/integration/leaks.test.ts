import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runThroughApp } from '../../bench/leaks/app-run.ts'
import { measureFound } from '../../bench/leaks/classify.ts'
import { runThroughDoor } from '../../bench/leaks/door-run.ts'
import { plantedValues } from '../../bench/leaks/values.ts'
import { createClassifier, loadLexicons } from '../../main/privacy/index.ts'

const SEED = 20261129
const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../resources/lexicons', import.meta.url))))
const labelOf = (text: string) => classifier.scan(text).label

// A slice of `npx node bench/leaks.ts`, which plants all of them.
describe('planted values in disguise', () => {
  it('are seen by the classifier', { timeout: 60_000 }, () => {
    const { restricted, confidential, falseAlarms } = measureFound(plantedValues(SEED, 0.1), labelOf)
    expect(restricted.pairs).toBeGreaterThan(5_000)
    expect(restricted.found / restricted.pairs).toBeGreaterThan(0.98)
    expect(confidential.found / confidential.pairs).toBeGreaterThan(0.95)
    expect([...falseAlarms.values()].reduce((sum, { found }) => sum + found, 0)).toBe(0)
  })

  it('do not pass the door when they are in the vault, whatever the scan says', { timeout: 60_000 }, async () => {
    const { pairs, through } = await runThroughDoor(plantedValues(SEED, 0.02), 'vault', (text) => ({
      whole: labelOf(text),
      spans: labelOf(text),
    }))
    expect(pairs).toBeGreaterThan(1_500)
    expect([...through.values()].reduce((sum, count) => sum + count, 0) / pairs).toBeLessThan(0.01)
  })

  it('do not reach the hosted server through the app, under any fault; harmless ones do', { timeout: 120_000 }, async () => {
    const run = await runThroughApp(plantedValues(SEED, 0.01), 0)
    expect(run.requests).toBeGreaterThan(20)
    expect(run.leaks.map(({ planted, disguise, route, fault }) => [planted.kind, disguise, route, fault])).toEqual([])
    // A harmless text in a disguise may be refused; whatever arrives is seen.
    expect(run.control.arrived).toBeGreaterThan(0.9 * run.control.disguises)
    expect(run.control.detected).toBe(run.control.arrived)
    expect([...run.live].filter(([, isLive]) => !isLive)).toEqual([])
  })
})
