import { expect, test } from 'vitest'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates } from '#contracts/routing.ts'
import { effectSentences } from './effect-sentences.ts'

const machine: ResourceSnapshot = {
  cpu: { loadPct: 20, cores: 4 },
  memory: { totalMb: 8000, availableMb: 4000 },
  gpu: [],
  battery: { present: false, charging: false, percent: null },
}
const providers: ProviderStates = {
  local: { healthy: true, model: 'llama', needsMemoryMb: 3000, contextTokens: 8000, tokensPerSecond: 20, quality: 0.5 },
  hosted: {
    configured: false,
    online: false,
    circuit: 'closed',
    budgetLeftUsd: 1,
    model: null,
    contextTokens: 0,
    tokensPerSecond: 0,
    quality: 0,
    usdPerMillionInput: 0,
    usdPerMillionOutput: 0,
  },
}
const sentences = (over: Partial<ResourceSnapshot>, states = providers, cpuStopsPct = 90) =>
  effectSentences({ ...machine, ...over }, states, { cpuStopsPct }).map((e) => e.text)

test('says whether the local model fits in memory', () => {
  expect(sentences({})[0]).toBe('llama needs 2.9 GiB and fits in memory.')
  expect(sentences({ memory: { totalMb: 8000, availableMb: 1000 } })[0]).toBe('llama needs 2.9 GiB, and only 1000 MiB are free.')
})

test('says when the processor is saturated, unless the engine does not mind', () => {
  const busy = { cpu: { loadPct: 95, cores: 4 } }
  expect(sentences(busy)).toContain('The processor is saturated (95 %), so the local model is held back.')
  const light = { ...providers, local: { ...providers.local, lightweight: true } }
  expect(sentences(busy, light).join(' ')).not.toMatch(/saturated/)
})

test('says from which load on the local model is held back, as it is set', () => {
  const at75 = { cpu: { loadPct: 75, cores: 4 } }
  expect(sentences(at75, providers, 80)).toContain('The processor is at 75 %; the local model is held back above 80 %.')
  expect(sentences(at75, providers, 70)).toContain('The processor is saturated (75 %), so the local model is held back.')
  const full = { cpu: { loadPct: 100, cores: 4 } }
  expect(sentences(full, providers, 101)).toContain('The processor is at 100 %; as it is set, no load holds the local model back.')
})

test('says that a hot machine is spared, unless the engine does not mind', () => {
  expect(sentences({ thermal: 'hot' }).join(' ')).toContain('The machine is hot')
  expect(sentences({ thermal: 'warm' }).join(' ')).not.toContain('hot')
  expect(sentences({ thermal: 'hot' }, { ...providers, local: { ...providers.local, lightweight: true } }).join(' ')).not.toContain(
    'is hot',
  )
})

test('says what the hosted side can do', () => {
  expect(sentences({}).at(-1)).toMatch(/No hosted service is set up/)
  const open = { ...providers, hosted: { ...providers.hosted, configured: true, online: true, circuit: 'open' as const } }
  expect(sentences({}, open).at(-1)).toMatch(/given a pause/)
})
