import { describe, expect, it } from 'vitest'
import { evaluateScenarios, parseScenarios } from './scenario.ts'

const ROW = {
  id: 'one',
  prompt: 'Write a short note.',
  resources: {
    cpu: { loadPct: 10, cores: 4 },
    memory: { totalMb: 8_000, availableMb: 6_000 },
    gpu: [],
    battery: { present: false, charging: false, percent: null },
  },
  providers: {
    local: { healthy: true, model: 'm', needsMemoryMb: 500, contextTokens: 4_096, tokensPerSecond: 20, quality: 0.5 },
    hosted: {
      configured: false,
      online: false,
      circuit: 'closed',
      budgetLeftUsd: 0,
      model: null,
      contextTokens: 0,
      tokensPerSecond: 0,
      quality: 0,
      usdPerMillionInput: 0,
      usdPerMillionOutput: 0,
    },
  },
}
const scan = (text: string) => ({ label: text.includes('SECRET') ? ('restricted' as const) : ('public' as const), findings: [] })

describe('scenario files', () => {
  it('come as a list, as one object, or as lines', () => {
    const forms = [JSON.stringify([ROW]), JSON.stringify(ROW), `${JSON.stringify(ROW)}\n\n`]
    for (const form of forms) expect(parseScenarios(form)).toHaveLength(1)
  })

  it('may say how warm the machine is, and need not', () => {
    const warm = { ...ROW, resources: { ...ROW.resources, thermal: 'warm' } }
    expect(parseScenarios(JSON.stringify([ROW, warm])).map(({ resources }) => resources.thermal)).toEqual([undefined, 'warm'])
  })

  it.each([
    ['not json', 'Line 1'],
    [`${JSON.stringify(ROW)}\n{`, 'Line 2'],
    [JSON.stringify([ROW, { id: 'two' }]), 'Row 2'],
  ])('name the place of a mistake (%#)', (text, place) => {
    expect(() => parseScenarios(text)).toThrow(place)
  })

  it('are compared with their labels, and a wider route than the policy is counted', () => {
    const rows = parseScenarios(
      JSON.stringify([
        { ...ROW, expect: { status: 'routed', routes: ['local'], label: 'public', reasons: ['HOSTED_NOT_CONFIGURED'] } },
        { ...ROW, id: 'two', expect: { status: 'blocked' } },
        { ...ROW, id: 'three' },
        {
          ...ROW,
          id: 'four',
          options: { route: 'hosted' },
          providers: {
            ...ROW.providers,
            hosted: { ...ROW.providers.hosted, configured: true, online: true, budgetLeftUsd: 1, contextTokens: 9_000 },
          },
          expect: { status: 'routed', label: 'restricted' },
        },
      ]),
    )
    const report = evaluateScenarios(rows, scan)
    expect(report).toMatchObject({ total: 3, passed: 1, widerThanPolicy: 1 })
    expect(report.failures.map(({ id }) => id)).toEqual(['two', 'four'])
  })

  it('treat a text that cannot be scanned as restricted', () => {
    const [row] = parseScenarios(
      JSON.stringify({ ...ROW, expect: { status: 'routed', label: 'restricted', reasons: ['CLASSIFICATION_FAILED'] } }),
    )
    const report = evaluateScenarios(row === undefined ? [] : [row], () => {
      throw new Error('broken')
    })
    expect(report.passed).toBe(1)
  })
})
