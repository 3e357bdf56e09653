import { expect, it } from 'vitest'
import { type Config, ConfigSchema } from '#contracts/config.ts'
import type { FlagValues } from '#contracts/flags.ts'
import { AS_SHIPPED } from '#contracts/routing-rules.ts'
import { inputOf } from '../routing/decide-case.ts'
import { systemPlatform } from '../system-platform.ts'
import { createGate } from './gate.ts'
import { createRequestScanner } from './scan-request.ts'

const ALL_ON: FlagValues = {
  'citation-repair': true,
  'learned-difficulty': true,
  'meaning-search': true,
  'own-correction': true,
  'second-request': true,
}

/** A gate on a described machine whose load and limit can be set; what it finds is whether the local model is held back for the load. */
function gateAt(machine: { loadPct: number; cpuSaturatedPct: number }) {
  const { snapshot, providers } = inputOf({})
  let config: Config = ConfigSchema.parse({})
  const platform = systemPlatform({}, () => undefined)
  const gate = createGate({
    platform,
    config: {
      get: () => {
        config = { ...config, machine: { ...config.machine, cpuSaturatedPct: machine.cpuSaturatedPct } }
        return config
      },
    },
    scanner: createRequestScanner({
      workers: { scan: async () => ({ label: 'public', findings: [], elapsedMs: 0 }) },
      rules: { current: async () => [] },
      generations: { turnsOf: async () => [], turnTexts: async () => null },
      sources: { text: async () => null },
      log: platform.log,
    }),
    resources: {
      current: async () => ({ ...snapshot, cpu: { loadPct: machine.loadPct, cores: 2 }, at: 0, process: { rssMb: 1, cpuPct: 1 } }),
    },
    providers: { situation: async () => ({ states: providers, queueMs: {} }) },
    training: { inUse: async () => AS_SHIPPED },
    experiments: { assign: async () => null },
    flags: { of: async () => ({ values: ALL_ON, cohorts: {} }) },
    difficulty: () => null,
  })
  return async (): Promise<boolean> => {
    const request = { prompt: 'Write a note.', sources: [], options: {}, extractive: null }
    const { decision } = await gate.judge(request, new AbortController().signal)
    return decision.reasons.includes('LOCAL_CPU_SATURATED')
  }
}

it('holds work back a little below the limit after it was beyond it, and no longer by a limit that was set anew', async () => {
  const machine = { loadPct: 60, cpuSaturatedPct: 50 }
  const isHeldBack = gateAt(machine)
  expect(await isHeldBack()).toBe(true)
  machine.loadPct = 45
  expect(await isHeldBack()).toBe(true)
  machine.cpuSaturatedPct = 52
  expect(await isHeldBack()).toBe(false)
  expect(await isHeldBack()).toBe(false)
})
