import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import {
  type CircuitEvent,
  type CircuitState,
  CLOSED,
  circuitAdmits,
  circuitAt,
  circuitEventOf,
  circuitNext,
  createCircuitBreaker,
} from './circuit-breaker.ts'

const POLICY = { failures: 3, openMs: 1_000, maxOpenMs: 3_000 }

function play(events: readonly (readonly [CircuitEvent, number])[], from: CircuitState = CLOSED): CircuitState {
  return events.reduce((state, [event, now]) => circuitNext(state, event, now, POLICY), from)
}

describe('circuitNext', () => {
  it.each<[string, readonly (readonly [CircuitEvent, number])[], CircuitState]>([
    [
      'counts failures',
      [
        ['failure', 0],
        ['failure', 1],
      ],
      { phase: 'closed', failures: 2 },
    ],
    [
      'forgets them on a success',
      [
        ['failure', 0],
        ['failure', 1],
        ['success', 2],
      ],
      CLOSED,
    ],
    [
      'does not count what says nothing',
      [
        ['failure', 0],
        ['neutral', 1],
        ['neutral', 2],
      ],
      { phase: 'closed', failures: 1 },
    ],
    [
      'opens at the limit',
      [
        ['failure', 0],
        ['failure', 1],
        ['failure', 2],
      ],
      { phase: 'open', until: 1_002, openMs: 1_000 },
    ],
    [
      'ignores late news while open',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['success', 5],
      ],
      { phase: 'open', until: 1_000, openMs: 1_000 },
    ],
    [
      'lets one probe out',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['admitted', 1_000],
      ],
      { phase: 'half-open', probing: true, openMs: 1_000 },
    ],
    [
      'closes after a good probe',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['admitted', 1_000],
        ['success', 1_001],
      ],
      CLOSED,
    ],
    [
      'stays open twice as long after a bad one',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['admitted', 1_000],
        ['failure', 1_500],
      ],
      { phase: 'open', until: 3_500, openMs: 2_000 },
    ],
    [
      'but no longer than its limit',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['admitted', 1_000],
        ['failure', 1_000],
        ['admitted', 3_000],
        ['failure', 3_000],
      ],
      { phase: 'open', until: 6_000, openMs: 3_000 },
    ],
    [
      'allows another probe when one was cancelled',
      [
        ['failure', 0],
        ['failure', 0],
        ['failure', 0],
        ['admitted', 1_000],
        ['neutral', 1_001],
      ],
      { phase: 'half-open', probing: false, openMs: 1_000 },
    ],
  ])('%s', (_what, events, expected) => {
    expect(play(events)).toEqual(expected)
  })

  it('admits nobody while open, one caller at a time while half-open, and can always recover', () => {
    const event = fc.constantFrom<CircuitEvent>('admitted', 'success', 'failure', 'neutral')
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.nat(2_000)), { maxLength: 40 }), (steps) => {
        let now = 0
        let state: CircuitState = CLOSED
        for (const [what, ms] of steps) {
          now += ms
          if (what === 'admitted' && !circuitAdmits(state, now)) continue
          state = circuitNext(state, what, now, POLICY)
          const seen = circuitAt(state, now)
          if (seen.phase === 'open') {
            expect(circuitAdmits(state, now)).toBe(false)
            expect(seen.until - now).toBeLessThanOrEqual(POLICY.maxOpenMs)
          }
          if (seen.phase === 'half-open') expect(circuitAdmits(state, now)).toBe(!seen.probing)
        }
        const later = now + POLICY.maxOpenMs
        const released = circuitNext(state, 'neutral', later, POLICY)
        const probing = circuitNext(released, 'admitted', later, POLICY)
        expect(circuitNext(probing, 'success', later, POLICY)).toEqual(CLOSED)
      }),
    )
  })
})

describe('createCircuitBreaker', () => {
  it('says how long it rests', () => {
    let now = 0
    const circuit = createCircuitBreaker({ clock: { monotonic: () => now }, policy: POLICY })
    for (let round = 0; round < 3; round += 1) {
      expect(circuit.admit()).toBe(true)
      circuit.settle('failure')
    }
    now = 400
    expect([circuit.state(), circuit.admit(), circuit.waitMs()]).toEqual(['open', false, 600])
    now = 1_000
    expect([circuit.state(), circuit.waitMs(), circuit.admit(), circuit.admit()]).toEqual(['half-open', null, true, false])
    circuit.settle('success')
    expect(circuit.state()).toBe('closed')
  })
})

describe('circuitEventOf', () => {
  it.each([
    ['PROVIDER_UNAVAILABLE', 'failure'],
    ['PROVIDER_TIMEOUT', 'failure'],
    ['STREAM_TRUNCATED', 'failure'],
    ['PROVIDER_UNAUTHORIZED', 'neutral'],
    ['PROVIDER_RATE_LIMITED', 'neutral'],
    ['EGRESS_REFUSED', 'neutral'],
    ['CANCELLED', 'neutral'],
  ] as const)('%s is %s', (code, expected) => {
    expect(circuitEventOf(new TidegateError(code, 'x'))).toBe(expected)
  })
})
