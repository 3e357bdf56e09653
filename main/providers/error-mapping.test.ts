import { describe, expect, it } from 'vitest'
import { errorFromDocument, errorFromResponse, retryAfter } from './error-mapping.ts'

const SECRET = 'my mother’s maiden name is Okonkwo'

function mapped(status: number, body: unknown, headers: Record<string, string> = {}) {
  return errorFromResponse({
    provider: 'box',
    model: 'm1',
    status,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

const langbase = (code: string, status: number): unknown => ({ success: false, error: { code, status, message: SECRET } })

describe('errorFromResponse', () => {
  it.each([
    [400, langbase('BAD_REQUEST', 400), 'PROVIDER_INVALID_REQUEST', false],
    [401, langbase('UNAUTHORIZED', 401), 'PROVIDER_UNAUTHORIZED', false],
    [401, '', 'PROVIDER_UNAUTHORIZED', false],
    [402, {}, 'PROVIDER_FORBIDDEN', false],
    [403, langbase('USAGE_EXCEEDED', 403), 'PROVIDER_FORBIDDEN', false],
    [403, langbase('INSUFFICIENT_PERMISSIONS', 403), 'PROVIDER_FORBIDDEN', false],
    [404, langbase('NOT_FOUND', 404), 'PROVIDER_NOT_FOUND', false],
    [408, '', 'PROVIDER_TIMEOUT', true],
    [409, langbase('CONFLICT', 409), 'CONFLICT', false],
    [412, langbase('PRECONDITION_FAILED', 412), 'PROVIDER_INVALID_REQUEST', false],
    [413, '', 'PROVIDER_CONTEXT_OVERFLOW', false],
    [422, { detail: [{ loc: ['body'], msg: SECRET, type: 'missing' }] }, 'PROVIDER_INVALID_REQUEST', false],
    [429, langbase('RATE_LIMITED', 429), 'PROVIDER_RATE_LIMITED', true],
    [429, { error: { code: 'insufficient_quota', message: SECRET } }, 'PROVIDER_FORBIDDEN', false],
    [500, langbase('INTERNAL_SERVER_ERROR', 500), 'PROVIDER_UNAVAILABLE', true],
    [501, { error: { code: 501, type: 'not_supported_error', message: SECRET } }, 'PROVIDER_INVALID_REQUEST', false],
    [502, '<html>Bad Gateway</html>', 'PROVIDER_UNAVAILABLE', true],
    [503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }, 'PROVIDER_UNAVAILABLE', true],
    [503, { error: 'server busy, please try again.  maximum pending requests exceeded' }, 'PROVIDER_UNAVAILABLE', true],
    [504, '', 'PROVIDER_UNAVAILABLE', true],
    [507, '', 'PROVIDER_UNAVAILABLE', false],
    [307, '', 'PROVIDER_PROTOCOL', false],
    [199, '', 'PROVIDER_PROTOCOL', false],
    // Each product's own way of saying it
    [400, { detail: 'Model not found' }, 'PROVIDER_NOT_FOUND', false],
    [404, { error: "model 'x' not found" }, 'PROVIDER_NOT_FOUND', false],
    [400, { error: { message: 'No models loaded. Please load one.', type: 'invalid_request_error' } }, 'PROVIDER_NOT_FOUND', false],
    [400, { error: { code: 400, type: 'exceed_context_size_error', message: SECRET } }, 'PROVIDER_CONTEXT_OVERFLOW', false],
    [400, { error: { code: 'context_length_exceeded', message: SECRET } }, 'PROVIDER_CONTEXT_OVERFLOW', false],
    [400, { error: 'the input length exceeds the context length' }, 'PROVIDER_CONTEXT_OVERFLOW', false],
  ])('%i %j is %s', (status, body, code, retryable) => {
    const error = mapped(status, body)
    expect(error).toMatchObject({ code, retryable })
    expect(error.message).not.toContain('Okonkwo')
    expect(error.message).toMatch(/^[^\n]{20,160}\.$/)
    expect(error.message).toContain('provider "box"'.slice(1))
  })

  it('takes the wait along where waiting helps, and nowhere else', () => {
    expect(mapped(429, '', { 'retry-after': '7' }).retryAfterMs).toBe(7_000)
    expect(mapped(503, '', { 'retry-after': '1' }).retryAfterMs).toBe(1_000)
    expect(mapped(401, '', { 'retry-after': '7' }).retryAfterMs).toBeNull()
  })
})

describe('errorFromDocument', () => {
  it.each([
    [{ error: { message: SECRET, type: 'server_error' } }, 'PROVIDER_UNAVAILABLE'],
    [{ error: { message: SECRET, code: 429 } }, 'PROVIDER_RATE_LIMITED'],
    [{ error: SECRET }, 'PROVIDER_UNAVAILABLE'],
    [{ detail: SECRET }, 'PROVIDER_UNAVAILABLE'],
    [{ error: 'Unexpected endpoint or method. (GET /x)' }, 'PROVIDER_NOT_FOUND'],
    [{ error: { type: 'exceed_context_size_error', code: 400, message: SECRET } }, 'PROVIDER_CONTEXT_OVERFLOW'],
  ])('sees the error in %j', (document, code) => {
    const error = errorFromDocument(document, 'box', 'm1')
    expect(error).toMatchObject({ code })
    expect(error?.message).not.toContain('Okonkwo')
  })

  it.each([{ choices: [] }, { error: null, choices: [] }, { choices: [], detail: 'low' }, [], 'x', null, 3, { sources: [] }])(
    'lets %j pass',
    (document) => {
      expect(errorFromDocument(document, 'box', 'm1')).toBeNull()
    },
  )
})

describe('retryAfter', () => {
  const date = 'Mon, 23 Nov 2026 06:00:00 GMT'
  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Mon, 23 Nov 2026 06:00:30 GMT', date }, 30_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 05:00:00 GMT', date }, 0],
    [{ 'retry-after': 'Mon, 23 Nov 2026 06:00:30 GMT' }, null],
    [{ 'lb-ratelimit-reset': String(Date.parse(date) / 1000 + 12), date }, 12_000],
    [{ 'retry-after': '1', 'lb-ratelimit-reset': String(Date.parse(date) / 1000 + 12), date }, 1_000],
    [{ 'lb-ratelimit-reset': 'soon', date }, null],
    [{ 'retry-after': '-3' }, null],
    // A day is the longest that is believed.
    [{ 'retry-after': '99999999999' }, 86_400_000],
    [{ 'retry-after': '9'.repeat(400) }, 86_400_000],
    [{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT', date }, 86_400_000],
    [{ 'lb-ratelimit-reset': '9'.repeat(400), date }, 86_400_000],
    [{}, null],
  ])('%j asks for %s ms', (headers, expected) => {
    expect(retryAfter(429, headers)).toBe(expected)
  })

  it('takes the end of the rate limit for a wait only when the limit was hit', () => {
    const headers = { 'lb-ratelimit-reset': String(Date.parse(date) / 1000 + 12), date }
    expect(retryAfter(503, headers)).toBeNull()
    expect(retryAfter(503, { ...headers, 'retry-after': '2' })).toBe(2_000)
  })
})
