import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '#contracts/rpc.ts'
import { isConfined, refuseBeyond } from './confinement.ts'

/** What a field is called that takes a file or an address. */
const PLACES = /"(?:path|file|dir|url|baseUrl|address|host)":/

function procedures(router: object, before = ''): Array<readonly [string, z.ZodType | undefined]> {
  return Object.entries(router).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return []
    if (!('~orpc' in value)) return procedures(value, `${before}${key}.`)
    return [[`${before}${key}`, (value['~orpc'] as { readonly inputSchema?: z.ZodType }).inputSchema] as const]
  })
}

/** Names of all procedures, as `sources.addFolder`. */
function names(router: object, before = ''): string[] {
  return Object.entries(router).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return []
    return '~orpc' in value ? [`${before}${key}`] : names(value, `${before}${key}.`)
  })
}

const refuses = (name: string, input?: unknown): boolean => {
  try {
    refuseBeyond(name.split('.'), input)
    return false
  } catch {
    return true
  }
}

describe('an app that is tried out by a model', () => {
  it('reaches no file and no address of a person', () => {
    const refused = names(contract).filter((name) => refuses(name))
    expect(refused).toEqual(expect.arrayContaining(['sources.addFolder', 'models.add', 'providers.put', 'dataFolder.backups.restore']))
    // Whoever renames one has to rename it there, too.
    expect(refused).toHaveLength(18)
  })

  it('is asked about every procedure that takes a path or an address', () => {
    const takes = procedures(contract).filter(
      ([, input]) => input !== undefined && PLACES.test(JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))),
    )
    const allowed = takes.map(([name]) => name).filter((name) => !refuses(name))
    // A picture of a run is named by what the run left; a setting by its place among the settings, of which some are refused.
    expect(allowed).toEqual(['tests.picture', 'config.set'])
  })

  it.each(['providers', 'providers.0.baseUrl', 'trustedHosts', 'hostedHosts', 'models.folders', 'coordinator.team.hosts'])(
    'cannot set %s',
    (path) => {
      expect(refuses('config.set', { path, value: [] })).toBe(true)
    },
  )

  it('can set and do everything else', () => {
    expect(refuses('config.set', { path: 'privacyMode', value: 'local-only' })).toBe(false)
    expect(refuses('generations.start', { prompt: 'x' })).toBe(false)
  })

  it('is only one that was started so, and under test', () => {
    expect(isConfined({ TIDEGATE_UNDER_TEST: '1', TIDEGATE_TEST_CONFINED: '1' })).toBe(true)
    expect(isConfined({ TIDEGATE_TEST_CONFINED: '1' })).toBe(false)
    expect(isConfined({ TIDEGATE_UNDER_TEST: '1' })).toBe(false)
  })
})
