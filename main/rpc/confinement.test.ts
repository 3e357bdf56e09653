import { describe, expect, it } from 'vitest'
import { contract } from '#contracts/rpc.ts'
import { isConfined, refuseBeyond } from './confinement.ts'

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
    expect(refused).toHaveLength(12)
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
