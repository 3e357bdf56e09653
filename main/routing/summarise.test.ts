import { describe, expect, it } from 'vitest'
import type { Finding, Label, Route } from '#contracts/privacy.ts'
import type { ThermalState } from '#contracts/resources.ts'
import type { HostedState, LocalState, RouteOptions } from '#contracts/routing.ts'
import { decide } from './decide.ts'
import { explain } from './explain.ts'
import { builtInPolicy } from './scenario.ts'

const HARD = 'Prove the theorem rigorously, derive the lower bound, and analyse its complexity against two alternatives.'

interface Given {
  prompt?: string
  label?: Label
  /** Types that are found in a source. */
  attached?: readonly string[]
  types?: readonly string[]
  options?: RouteOptions
  local?: Partial<LocalState>
  hosted?: Partial<HostedState>
  loadPct?: number
  battery?: number
  thermal?: ThermalState
  publicRoutes?: Route[]
}

function worded(given: Given) {
  const found = (type: string): Finding => ({ type, start: 0, end: 3, score: 0.9, recognizer: 'r' })
  const findings = [...(given.types ?? []).map(found), ...(given.attached ?? []).map((type) => ({ ...found(type), source: 'src_1' }))]
  const { allowed } = builtInPolicy()
  return decide({
    id: 'd',
    now: 0,
    prompt: given.prompt ?? 'Write a short note.',
    sources: [],
    scan: { label: given.label ?? 'public', findings },
    options: given.options ?? {},
    snapshot: {
      cpu: { loadPct: given.loadPct ?? 10, cores: 4 },
      memory: { totalMb: 16_000, availableMb: 12_000 },
      gpu: [],
      battery: { present: given.battery !== undefined, charging: false, percent: given.battery ?? null },
      ...(given.thermal === undefined ? {} : { thermal: given.thermal }),
    },
    providers: {
      local: { healthy: true, model: 'm', needsMemoryMb: 1_000, contextTokens: 8_000, tokensPerSecond: 30, quality: 0.4, ...given.local },
      hosted: {
        configured: true,
        online: true,
        circuit: 'closed',
        budgetLeftUsd: 5,
        model: 'h',
        contextTokens: 100_000,
        tokensPerSecond: 90,
        quality: 0.92,
        usdPerMillionInput: 2.5,
        usdPerMillionOutput: 10,
        ...given.hosted,
      },
    },
    policy: { allowed: { ...allowed, public: given.publicRoutes ?? allowed.public } },
  })
}

describe('the whole explanation', () => {
  it('says that nothing here can write it where only sentences can be selected, and of nothing', () => {
    const nothing = 'Nothing here can write it: add a source, or set up a model.'
    const light = { lightweight: true, quality: 0 }
    expect(explain(worded({ local: light, options: { route: 'local' } }))[1]).toBe(nothing)
    expect(explain(worded({ local: { ...light, quality: 0.3 }, options: { route: 'local' } }))).not.toContain(nothing)
    expect(explain(worded({ local: light, options: { route: 'hosted' } }))).not.toContain(nothing)
  })
})

describe('the sentence for a person', () => {
  it.each<[Given, string]>([
    [{}, 'Runs on this machine: it is good enough for this request.'],
    [{ label: 'restricted', types: ['SECRET/aws'] }, 'Runs on this machine: the text holds credentials, which never leave this machine.'],
    [
      { label: 'restricted', types: ['CREDIT_CARD', 'US_SSN', 'HEALTH', 'EMAIL_ADDRESS'] },
      'Runs on this machine: the text holds card or bank numbers, identity numbers, and health data, which never leave this machine.',
    ],
    [
      { label: 'restricted', types: ['EMAIL_ADDRESS'], attached: ['SECRET/aws'] },
      'Runs on this machine: a source holds credentials, which never leave this machine.',
    ],
    [
      { label: 'restricted', types: ['CREDIT_CARD'], attached: ['SECRET/aws'] },
      'Runs on this machine: the text holds card or bank numbers, which never leave this machine.',
    ],
    [
      { label: 'restricted', types: ['UK_BANK_ACCOUNT'] },
      'Runs on this machine: the text holds card or bank numbers, which never leave this machine.',
    ],
    [{ options: { label: 'restricted' } }, 'Runs on this machine: you marked it restricted.'],
    [{ hosted: { circuit: 'open' } }, 'Runs on this machine: the hosted service failed repeatedly and is given a rest.'],
    [{ options: { maxCostUsd: 0 } }, 'Runs on this machine: the hosted service would cost more than your limit.'],
    [{ publicRoutes: ['local'] }, 'Runs on this machine: the workspace policy allows nothing else for public text.'],
    [{ battery: 5 }, 'Runs on the hosted service: the battery is nearly empty, and nothing sensitive was found.'],
    [
      { prompt: HARD, battery: 5 },
      'Runs on the hosted service: the hosted model is expected to do noticeably better, and nothing sensitive was found.',
    ],
    [
      { label: 'confidential', loadPct: 99 },
      'Runs on the hosted service with masked text: the processor is fully busy, and the text holds personal data.',
    ],
    [
      { publicRoutes: ['hosted'], loadPct: 99 },
      'Runs on the hosted service: the workspace policy does not allow the local route, and nothing sensitive was found.',
    ],
    [
      { options: { route: 'hosted' }, label: 'confidential' },
      'Not sent: the hosted route is not allowed, because the text holds personal data.',
    ],
    [
      { options: { route: 'hosted', privacyMode: 'local-only' } },
      'Not sent: the hosted route is not allowed, because local-only mode is on.',
    ],
    [
      { options: { route: 'hosted' }, publicRoutes: ['local'] },
      'Not sent: the hosted route is not allowed, because the workspace policy forbids it for public text.',
    ],
    [{ publicRoutes: [] }, 'Waiting: the workspace policy leaves no route for public text.'],
    [{ local: { healthy: false }, label: 'restricted' }, 'Waiting: no allowed route can run now. No local model is ready.'],
  ])('tells the cause (%#)', (given, sentence) => {
    expect(worded(given).summary).toBe(sentence)
  })

  it('blames the pinned route for waiting, not another that is blocked too', () => {
    const decision = worded({ options: { route: 'hosted' }, hosted: { online: false }, loadPct: 99 })
    expect(decision.summary).toBe('Waiting: the hosted route, which you chose, cannot run now. The hosted service cannot be reached.')
    expect(decision.unblock).toEqual(['Connect to the network.'])
  })

  it('offers Auto when another route could take a pinned request now', () => {
    const { unblock } = worded({ options: { route: 'hosted' }, hosted: { online: false } })
    expect(unblock).toEqual(['Connect to the network.', 'Or choose Auto: the local route can run now.'])
  })

  it('tells of heat where that is what sent it away', () => {
    expect(worded({ thermal: 'hot' }).summary).toBe('Runs on the hosted service: the machine is hot, and nothing sensitive was found.')
    expect(worded({ thermal: 'nominal' }).summary).toMatch(/^Runs on this machine/)
  })

  it('names no finding that it is not sure of', () => {
    const decision = worded({ label: 'restricted' })
    expect(decision.summary).toBe('Runs on this machine: the text holds data that never leaves this machine.')
  })

  it.each<[Given, string]>([
    [{ options: { route: 'hosted', label: 'confidential' } }, 'lower the label that you set'],
    [{ options: { route: 'hosted', privacyMode: 'local-only' } }, 'turn off local-only mode'],
    [{ options: { route: 'hosted' }, label: 'confidential' }, 'take the sensitive parts out'],
  ])('advises what would help a blocked request (%#)', (given, advice) => {
    expect(worded(given).unblock.join(' ')).toContain(advice)
  })
})

it('tells no figures of a hosted service that is not set up', () => {
  const lines = explain(worded({ hosted: { configured: false } }))
  expect(lines).toContain('  hosted cannot run: no hosted service is set up')
  expect(lines).toContain('  hybrid cannot run: no hosted service is set up')
  expect(lines.find((line) => line.startsWith('  local '))).toMatch(/can run: quality \d+ %/)
  expect(explain(worded({})).find((line) => line.startsWith('  hosted '))).toMatch(/quality \d+ %/)
})
