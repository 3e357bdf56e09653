import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { busy, type Case, down, HARD, hot, inputOf, lowBattery, weak } from './decide-case.ts'
import { explain } from './explain.ts'
import { builtInPolicy } from './scenario.ts'

describe('decide', () => {
  it.each<[string, Case, string, string[]]>([
    ['an easy public prompt stays here', {}, 'local', ['LOCAL_GOOD_ENOUGH']],
    ['a hard public prompt goes to the better model', { prompt: HARD, local: weak }, 'hosted', ['HOSTED_MUCH_BETTER']],
    [
      'a hard confidential prompt goes masked',
      { prompt: HARD, local: weak, label: 'confidential' },
      'hybrid',
      ['HYBRID_KEEPS_DATA', 'POLICY_LIMITS_ROUTES'],
    ],
    ['a hard restricted prompt stays here', { prompt: HARD, local: weak, label: 'restricted' }, 'local', ['ONLY_FEASIBLE_ROUTE']],
    ['an unreadable text stays here', { prompt: HARD, local: weak, label: 'failed' }, 'local', ['CLASSIFICATION_FAILED']],
    ['a busy machine sends public text out', { machine: busy }, 'hosted', ['LOCAL_CPU_SATURATED']],
    ['a busy machine sends personal text out masked', { machine: busy, label: 'confidential' }, 'hybrid', ['LOCAL_CPU_SATURATED']],
    [
      'a busy machine lets restricted text wait',
      { machine: busy, label: 'restricted' },
      'deferred',
      ['NO_ALLOWED_ROUTE', 'LOCAL_CPU_SATURATED'],
    ],
    [
      'a busy machine still runs what needs no model',
      { machine: busy, label: 'restricted', local: { lightweight: true, needsMemoryMb: 0 } },
      'local',
      [],
    ],
    [
      'little memory sends public text out',
      { machine: { memory: { totalMb: 8_000, availableMb: 700 } } },
      'hosted',
      ['LOCAL_MEMORY_INSUFFICIENT'],
    ],
    [
      'memory just enough is not enough',
      { machine: { memory: { totalMb: 8_000, availableMb: 6_050 } } },
      'hosted',
      ['LOCAL_MEMORY_INSUFFICIENT'],
    ],
    [
      'a model in GPU memory needs little of the main memory',
      { local: { needsVramMb: 6_000 }, machine: { memory: { totalMb: 8_000, availableMb: 2_000 } } },
      'local',
      [],
    ],
    ['too little GPU memory', { local: { needsVramMb: 11_000 } }, 'hosted', ['LOCAL_GPU_MEMORY_INSUFFICIENT']],
    [
      'no GPU for a model that needs one',
      { local: { needsVramMb: 4_000 }, machine: { gpu: [] } },
      'hosted',
      ['LOCAL_GPU_MEMORY_INSUFFICIENT'],
    ],
    ['a long source', { source: 'word '.repeat(20_000) }, 'hosted', ['LOCAL_CONTEXT_TOO_SMALL']],
    [
      'a source too long for both',
      { source: 'word '.repeat(200_000) },
      'deferred',
      ['LOCAL_CONTEXT_TOO_SMALL', 'HOSTED_CONTEXT_TOO_SMALL', 'NO_ALLOWED_ROUTE'],
    ],
    ['what cannot do it at all yields to what can', { local: { quality: 0, lightweight: true } }, 'hosted', ['HOSTED_MUCH_BETTER']],
    [
      'however dear that is',
      { local: { quality: 0, lightweight: true }, options: { prefer: 'cost' }, hosted: { usdPerMillionOutput: 2_000 } },
      'hosted',
      [],
    ],
    ['and masked, where only that is allowed', { local: { quality: 0, lightweight: true }, label: 'confidential' }, 'hybrid', []],
    [
      'it is the last resort',
      { local: { quality: 0, lightweight: true }, hosted: { configured: false } },
      'local',
      ['ONLY_FEASIBLE_ROUTE', 'HOSTED_NOT_CONFIGURED'],
    ],
    [
      'a source too long for a model that takes passages of it goes to who reads all of it',
      { source: 'word '.repeat(20_000), local: { leastSourceTokens: 512 } },
      'hosted',
      ['HOSTED_MUCH_BETTER'],
    ],
    [
      'and where that is not allowed, is written from passages here',
      { source: 'word '.repeat(20_000), local: { leastSourceTokens: 512 }, label: 'restricted' },
      'local',
      ['ONLY_FEASIBLE_ROUTE'],
    ],
    [
      'one a little too long stays here',
      { source: 'word '.repeat(9_000), local: { leastSourceTokens: 512 } },
      'local',
      ['LOCAL_GOOD_ENOUGH'],
    ],
    [
      'a request that leaves no room for passages does not fit',
      { prompt: 'word '.repeat(8_000), source: 'word '.repeat(9_000), local: { leastSourceTokens: 512 }, label: 'restricted' },
      'deferred',
      ['LOCAL_CONTEXT_TOO_SMALL'],
    ],
    ['a low battery sends public text out', { machine: lowBattery }, 'hosted', ['LOCAL_BATTERY_LOW']],
    ['a low battery that charges does not', { machine: { battery: { present: true, charging: true, percent: 7 } } }, 'local', []],
    ['a low battery still runs restricted text', { machine: lowBattery, label: 'restricted' }, 'local', ['LOCAL_BATTERY_LOW']],
    [
      'a low battery runs public text when nothing else can',
      { machine: lowBattery, hosted: { online: false } },
      'local',
      ['LOCAL_BATTERY_LOW', 'HOSTED_OFFLINE'],
    ],
    ['a hot machine sends public text out', { machine: hot }, 'hosted', ['LOCAL_HOT']],
    ['a warm one does not', { machine: { thermal: 'warm' } }, 'local', []],
    ['a hot machine still runs restricted text', { machine: hot, label: 'restricted' }, 'local', ['LOCAL_HOT']],
    ['a hot machine runs public text when nothing else can', { machine: hot, hosted: { online: false } }, 'local', ['LOCAL_HOT']],
    ['heat is no matter to what needs no model', { machine: hot, local: { lightweight: true } }, 'local', []],
    ['cards that are not known yet', { machine: { gpu: [], unknown: ['gpu'] }, local: { needsVramMb: 5_000 } }, 'local', []],
    ['cards that are not there', { machine: { gpu: [] }, local: { needsVramMb: 5_000 } }, 'hosted', ['LOCAL_GPU_MEMORY_INSUFFICIENT']],
    ['internal text with the model down goes masked', { label: 'internal', local: down }, 'hybrid', ['LOCAL_UNHEALTHY']],
    ['public text with the model down goes out', { local: down }, 'hosted', ['LOCAL_UNHEALTHY']],
    [
      'confidential, model down, nothing hosted',
      { label: 'confidential', local: down, hosted: { configured: false } },
      'deferred',
      ['NO_ALLOWED_ROUTE', 'HOSTED_NOT_CONFIGURED', 'LOCAL_UNHEALTHY'],
    ],
    ['no key', { prompt: HARD, hosted: { configured: false } }, 'local', ['HOSTED_NOT_CONFIGURED']],
    ['an open circuit', { prompt: HARD, hosted: { circuit: 'open' } }, 'local', ['HOSTED_CIRCUIT_OPEN']],
    ['a half-open circuit may be tried', { prompt: HARD, local: weak, hosted: { circuit: 'half-open' } }, 'hosted', []],
    ['a spent budget', { prompt: HARD, hosted: { budgetLeftUsd: 0 } }, 'local', ['HOSTED_BUDGET_EXHAUSTED']],
    ['a budget below the cost', { prompt: HARD, hosted: { budgetLeftUsd: 0.000_01 } }, 'local', ['HOSTED_BUDGET_EXHAUSTED']],
    ['a cost limit', { prompt: HARD, options: { maxCostUsd: 0.000_01 } }, 'local', ['HOSTED_COST_ABOVE_LIMIT']],
    ['no cost at all allowed', { prompt: HARD, options: { maxCostUsd: 0 } }, 'local', ['HOSTED_COST_ABOVE_LIMIT']],
    ['a generous cost limit', { prompt: HARD, local: weak, options: { maxCostUsd: 1 } }, 'hosted', []],
    ['local-only', { prompt: HARD, local: weak, options: { privacyMode: 'local-only' } }, 'local', ['LOCAL_ONLY_MODE']],
    [
      'local-only with the model down',
      { local: down, options: { privacyMode: 'local-only' } },
      'deferred',
      ['LOCAL_ONLY_MODE', 'NO_ALLOWED_ROUTE'],
    ],
    ['pinned to hosted', { options: { route: 'hosted' } }, 'hosted', ['PINNED_ROUTE']],
    ['pinned to hybrid', { options: { route: 'hybrid' }, label: 'confidential' }, 'hybrid', ['PINNED_ROUTE']],
    ['pinned to local although hard', { prompt: HARD, local: weak, options: { route: 'local' } }, 'local', ['PINNED_ROUTE']],
    ['pinned to hosted, confidential', { options: { route: 'hosted' }, label: 'confidential' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    ['pinned to hosted, internal', { options: { route: 'hosted' }, label: 'internal' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    ['pinned to hybrid, restricted', { options: { route: 'hybrid' }, label: 'restricted' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    [
      'pinned to hosted in local-only mode',
      { options: { route: 'hosted', privacyMode: 'local-only' } },
      'blocked',
      ['POLICY_FORBIDS_ROUTE', 'LOCAL_ONLY_MODE'],
    ],
    [
      'pinned to hosted, offline',
      { options: { route: 'hosted' }, hosted: { online: false } },
      'deferred',
      ['HOSTED_OFFLINE', 'NO_ALLOWED_ROUTE'],
    ],
    ['pinned to local, busy', { options: { route: 'local' }, machine: busy }, 'deferred', ['LOCAL_CPU_SATURATED', 'NO_ALLOWED_ROUTE']],
    ['marked restricted by the user', { options: { label: 'restricted' }, prompt: HARD, local: weak }, 'local', ['LABEL_RAISED_BY_USER']],
    [
      'marked public by the user, in vain',
      { options: { label: 'public', route: 'hosted' }, label: 'restricted' },
      'blocked',
      ['POLICY_FORBIDS_ROUTE'],
    ],
    [
      'a stricter workspace',
      { prompt: HARD, local: weak, policy: { allowed: { ...builtInPolicy().allowed, public: ['local'] } } },
      'local',
      ['POLICY_LIMITS_ROUTES'],
    ],
    [
      'a looser workspace changes nothing',
      {
        label: 'restricted',
        options: { route: 'hosted' },
        policy: { allowed: { ...builtInPolicy().allowed, restricted: ['local', 'hosted', 'hybrid'] } },
      },
      'blocked',
      ['POLICY_FORBIDS_ROUTE'],
    ],
    [
      'odd numbers are read as absent',
      { hosted: { budgetLeftUsd: Number.NaN }, machine: { memory: { totalMb: 1, availableMb: Number.NaN } } },
      'deferred',
      ['HOSTED_BUDGET_EXHAUSTED', 'LOCAL_MEMORY_INSUFFICIENT'],
    ],
    [
      'a price that is no number',
      { prompt: HARD, local: weak, hosted: { usdPerMillionInput: Number.NaN } },
      'local',
      ['HOSTED_BUDGET_EXHAUSTED'],
    ],
    [
      'an endless price',
      { prompt: HARD, local: weak, hosted: { usdPerMillionOutput: Number.POSITIVE_INFINITY } },
      'local',
      ['HOSTED_BUDGET_EXHAUSTED'],
    ],
    [
      'a negative price does not pay for the rest',
      { prompt: HARD, local: weak, hosted: { usdPerMillionInput: -1e9 }, options: { maxCostUsd: 1e-9 } },
      'local',
      ['HOSTED_COST_ABOVE_LIMIT'],
    ],
    [
      'a cost limit that is no number',
      { prompt: HARD, local: weak, options: { maxCostUsd: Number.NaN } },
      'local',
      ['HOSTED_COST_ABOVE_LIMIT'],
    ],
    [
      'a free hosted model under a limit of nothing',
      { prompt: HARD, local: weak, hosted: { usdPerMillionInput: 0, usdPerMillionOutput: 0 }, options: { maxCostUsd: 0 } },
      'local',
      ['HOSTED_COST_ABOVE_LIMIT'],
    ],
    ['a free hosted model', { prompt: HARD, local: weak, hosted: { usdPerMillionInput: 0, usdPerMillionOutput: 0 } }, 'hosted', []],
    ['a load that is no number', { machine: { cpu: { loadPct: Number.NaN, cores: 8 } } }, 'hosted', ['LOCAL_CPU_SATURATED']],
    ['a long queue before the local model', { queueMs: { local: 600_000 } }, 'hosted', ['HOSTED_MUCH_BETTER']],
    ['a long queue before the hosted one', { prompt: HARD, local: { quality: 0.85 }, queueMs: { hosted: 600_000 } }, 'local', []],
    ['a hosted context too small', { prompt: HARD, local: weak, hosted: { contextTokens: 500 } }, 'local', ['HOSTED_CONTEXT_TOO_SMALL']],
    ['pinned to hybrid, public', { options: { route: 'hybrid' } }, 'hybrid', ['PINNED_ROUTE']],
    ['pinned to hybrid, circuit open', { options: { route: 'hybrid' }, hosted: { circuit: 'open' } }, 'deferred', ['HOSTED_CIRCUIT_OPEN']],
    ['pinned to local, restricted', { options: { route: 'local' }, label: 'restricted' }, 'local', ['PINNED_ROUTE']],
    ['pinned to local, battery low', { options: { route: 'local' }, machine: lowBattery }, 'local', ['LOCAL_BATTERY_LOW']],
    ['pinned to local in local-only mode', { options: { route: 'local', privacyMode: 'local-only' } }, 'local', ['LOCAL_ONLY_MODE']],
    ['pinned to hosted within no budget', { options: { route: 'hosted', maxCostUsd: 0 } }, 'deferred', ['HOSTED_COST_ABOVE_LIMIT']],
    [
      'a policy that allows nothing',
      { policy: { allowed: { public: [], internal: [], confidential: [], restricted: [] } } },
      'deferred',
      ['NO_ALLOWED_ROUTE', 'POLICY_LIMITS_ROUTES'],
    ],
    ['a policy that forgets a label', { policy: JSON.parse('{"allowed":{}}') }, 'deferred', ['NO_ALLOWED_ROUTE']],
    [
      'a policy without the local route',
      { policy: { allowed: { ...builtInPolicy().allowed, public: ['hosted'] } } },
      'hosted',
      ['ONLY_FEASIBLE_ROUTE'],
    ],
    [
      'a circuit state that is none',
      { prompt: HARD, local: weak, hosted: JSON.parse('{"circuit":"ajar"}') },
      'local',
      ['HOSTED_CIRCUIT_OPEN'],
    ],
    ['a mode that is none', { prompt: HARD, local: weak, options: JSON.parse('{"privacyMode":"paranoid"}') }, 'local', ['LOCAL_ONLY_MODE']],
    [
      'limits that are no numbers',
      { machine: busy, limits: { cpuSaturatedPct: Number.NaN, memoryReserveMb: Number.NaN, batteryLowPct: Number.NaN } },
      'hosted',
      ['LOCAL_CPU_SATURATED'],
    ],
    [
      'a lower limit of the processor',
      { machine: { cpu: { loadPct: 60, cores: 8 } }, limits: { cpuSaturatedPct: 50, memoryReserveMb: 0, batteryLowPct: 15 } },
      'hosted',
      ['LOCAL_CPU_SATURATED'],
    ],
    ['a model that reports no speed still runs', { local: { tokensPerSecond: 0 }, hosted: { configured: false } }, 'local', []],
  ])('%s', (_name, given, expected, reasons) => {
    const decision = decide(inputOf(given))
    expect(decision.route ?? decision.status).toBe(expected)
    for (const reason of reasons) expect(decision.reasons).toContain(reason)
    expect(decision.summary).toMatch(/^[A-Z].*\.$/)
    expect(decision.unblock.length > 0).toBe(decision.status !== 'routed')
    expect(explain(decision)[0]).toBe(decision.summary)
  })

  it.each<[string, Case, string[]]>([
    ['the machine is busy', { machine: busy }, ['HOSTED_MUCH_BETTER', 'LOCAL_GOOD_ENOUGH']],
    ['memory is short', { machine: { memory: { totalMb: 8_000, availableMb: 700 } } }, ['HOSTED_MUCH_BETTER']],
    ['the battery is low', { machine: lowBattery }, ['HOSTED_MUCH_BETTER']],
    ['the battery is low and masking is due', { machine: lowBattery, label: 'confidential' }, ['HOSTED_MUCH_BETTER']],
    ['nothing is worth its price', { prompt: HARD, local: weak, hosted: { usdPerMillionOutput: 2_000 } }, ['LOCAL_GOOD_ENOUGH']],
    ['the route is pinned', { prompt: HARD, local: weak, options: { route: 'hosted' } }, ['HOSTED_MUCH_BETTER', 'ONLY_FEASIBLE_ROUTE']],
  ])('does not praise a route that was taken for another reason: %s', (_name, given, absent) => {
    const { reasons } = decide(inputOf(given))
    for (const reason of absent) expect(reasons).not.toContain(reason)
  })

  it.each<[string, Case]>([
    ['public', {}],
    ['confidential', { label: 'confidential' }],
  ])('gives a tie to the local route: %s', (_name, given) => {
    const weights = { latencyPer10s: 0, costPerCent: 0, localBonus: 0, hybridPenalty: 0, batteryPenalty: 0, energyPerMinute: 0 }
    const decision = decide(inputOf({ ...given, weights, local: { quality: 0.9 }, hosted: { quality: 0.9 } }))
    expect(decision.route).toBe('local')
    expect(decision.reasons).toContain('TIE_GOES_LOCAL')
  })

  it('names every blocker of every route, also of those not taken', () => {
    const { reasons, estimates } = decide(
      inputOf({ machine: { ...busy, ...lowBattery }, hosted: { online: false, circuit: 'open', budgetLeftUsd: 0 }, label: 'restricted' }),
    )
    const blockers = estimates.flatMap((estimate) => estimate.blockers)
    expect(blockers).toContain('LOCAL_BATTERY_LOW')
    expect(reasons).toEqual(expect.arrayContaining([...blockers, 'HOSTED_OFFLINE', 'HOSTED_CIRCUIT_OPEN', 'HOSTED_BUDGET_EXHAUSTED']))
  })
})
