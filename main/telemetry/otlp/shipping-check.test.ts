import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#contracts/config.ts'
import { checkShipping } from './shipping-check.ts'
import type { Shipped } from './shipping-record.ts'

const ENDPOINT = 'https://otlp.example'
const config = (otlp: object = {}, rest: object = {}) =>
  ConfigSchema.parse({ ...rest, telemetry: { otlp: { endpoint: ENDPOINT, ...otlp } } })
const NONE = { accepted: 0, rejected: 0, refused: 0 }
const WELL: Shipped = {
  since: Date.parse('2026-03-04T05:00:00Z'),
  endpoint: ENDPOINT,
  logs: { ...NONE, accepted: 9 },
  metrics: NONE,
  dropped: 0,
  acceptedAt: Date.parse('2026-03-04T05:06:07Z'),
  problem: null,
}

describe('what the doctor says of shipping', () => {
  it.each<[string, ReturnType<typeof config>, Shipped | null, string, string]>([
    ['off', config({ endpoint: null }), null, 'ok', 'Off: no log line and no metric leaves the app.'],
    ['off in both', config({ logs: false, metrics: false }), WELL, 'ok', 'Off: no log line and no metric leaves the app.'],
    ['not tried yet', config(), null, 'ok', `Ships log lines and metrics to ${ENDPOINT} (not local), while the app runs.`],
    ['of another address', config(), { ...WELL, endpoint: 'https://b.example', dropped: 4 }, 'ok', 'while the app runs.'],
    ['well', config({ metrics: false }), WELL, 'ok', `Ships log lines to ${ENDPOINT} (not local); last taken 2026-03-04 05:06:07.`],
    ['held', config({}, { privacyMode: 'local-only' }), WELL, 'ok', 'Nothing is shipped: local-only mode is on'],
    ['lossy', config(), { ...WELL, dropped: 12 }, 'warning', 'since the start at 2026-03-04 05:00:00: 12 lines were dropped; last taken'],
    ['rejected', config(), { ...WELL, logs: { accepted: 1, rejected: 2, refused: 3 } }, 'warning', '5 lines were refused'],
    ['broken', config(), { ...WELL, problem: { at: 0, why: 'status-503' } }, 'warning', 'not taken since 1970-01-01 00:00:00 (status-503)'],
  ])('%s', (_case, settings, shipped, status, detail) => {
    const check = checkShipping(settings, 'hosted', shipped)
    expect(check.status).toBe(status)
    expect(check.detail).toContain(detail)
    expect(check.fix === '').toBe(status === 'ok')
  })

  it.each([
    ['status-401', 'tidegate config key otlp'],
    ['status-404', 'telemetry.otlp.endpoint'],
    ['egress-refused', 'tidegate ledger list'],
    ['not-reached', 'tidegate logs'],
  ])('%s says what to do', (why, fix) => {
    expect(checkShipping(config(), 'hosted', { ...WELL, problem: { at: 0, why } }).fix).toContain(fix)
  })
})
