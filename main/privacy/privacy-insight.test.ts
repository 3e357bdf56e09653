import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '#contracts/privacy.ts'
import type { StoredJudgement } from '../storage/types.ts'
import { simulatePolicy } from './privacy-insight.ts'

const request = (id: string, patch: Partial<StoredJudgement> = {}): StoredJudgement => ({
  generationId: id,
  label: 'confidential',
  status: 'routed',
  route: 'hybrid',
  options: {},
  ...patch,
})
const builtIn: Policy = {
  allowed: {
    public: [...DEFAULT_POLICY.allowed.public],
    internal: [...DEFAULT_POLICY.allowed.internal],
    confidential: [...DEFAULT_POLICY.allowed.confidential],
    restricted: [...DEFAULT_POLICY.allowed.restricted],
  },
}
const strict: Policy = { allowed: { ...builtIn.allowed, confidential: ['local'] } }

describe('another policy', () => {
  it('is told by the requests that it would forbid, by id and count', () => {
    const judgements = [request('gen_1'), request('gen_2'), request('gen_3', { route: 'local' }), request('gen_4', { label: 'public' })]
    expect(simulatePolicy(judgements, strict)).toEqual({
      considered: 4,
      changed: [
        { label: 'confidential', status: 'routed', route: 'hybrid', becomes: 'forbidden', count: 2, generationIds: ['gen_1', 'gen_2'] },
      ],
    })
  })

  it('changes nothing where it says the same', () => {
    expect(simulatePolicy([request('gen_1'), request('gen_2', { status: 'deferred', route: null })], builtIn).changed).toEqual([])
  })

  it('is told by the requests that it would no longer block', () => {
    const blocked = request('gen_1', { status: 'blocked', route: null, options: { route: 'hybrid' } })
    expect(simulatePolicy([blocked], builtIn).changed).toMatchObject([{ becomes: 'allowed', route: 'hybrid', count: 1 }])
    expect(simulatePolicy([blocked], strict).changed).toEqual([])
  })

  it('cannot be looser than the built-in one, whatever it says', () => {
    const loose: Policy = { allowed: { ...builtIn.allowed, restricted: ['local', 'hosted', 'hybrid'] } }
    const blocked = request('gen_1', { label: 'restricted', status: 'blocked', route: null, options: { route: 'hosted' } })
    expect(simulatePolicy([blocked], loose).changed).toEqual([])
  })

  it('does not turn a local-only request loose', () => {
    const blocked = request('gen_1', {
      label: 'public',
      status: 'blocked',
      route: null,
      options: { route: 'hosted', privacyMode: 'local-only' },
    })
    expect(simulatePolicy([blocked], builtIn).changed).toEqual([])
  })
})
