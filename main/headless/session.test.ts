import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkAccess, cookieName, hostToken, sameToken } from './session.ts'

const TOKEN = 'a'.repeat(43)
const request = (headers: Record<string, string>): IncomingMessage => ({ headers }) as IncomingMessage
const own = { host: '127.0.0.1:4000' }

describe('access to the headless host', () => {
  it.each<[string, Record<string, string>, number | 'ok']>([
    ['a bearer', { ...own, authorization: `Bearer ${TOKEN}` }, 'ok'],
    ['the cookie', { ...own, cookie: `x=1; ${cookieName(4000)}=${TOKEN}` }, 'ok'],
    ['its own origin', { host: 'localhost:4000', origin: 'http://localhost:4000', authorization: `Bearer ${TOKEN}` }, 'ok'],
    ['no token', own, 401],
    ['a wrong token', { ...own, authorization: `Bearer ${'b'.repeat(43)}` }, 401],
    ['a token of another length', { ...own, authorization: `Bearer ${TOKEN}a` }, 401],
    ['the cookie of another port', { ...own, cookie: `${cookieName(4001)}=${TOKEN}` }, 401],
    ['a foreign host name (rebinding)', { host: 'evil.example:4000', authorization: `Bearer ${TOKEN}` }, 403],
    ['another port', { host: '127.0.0.1:4001', authorization: `Bearer ${TOKEN}` }, 403],
    ['no host', { authorization: `Bearer ${TOKEN}` }, 403],
    ['a foreign origin', { ...own, origin: 'https://evil.example', cookie: `${cookieName(4000)}=${TOKEN}` }, 403],
    ['a null origin', { ...own, origin: 'null', cookie: `${cookieName(4000)}=${TOKEN}` }, 403],
  ])('%s', (_case, headers, expected) => {
    const access = checkAccess(request(headers), 4000, TOKEN)
    expect(access.ok ? 'ok' : access.status).toBe(expected)
  })

  it('compares tokens of any length', () => {
    expect(sameToken('', TOKEN)).toBe(false)
    expect(sameToken(TOKEN, TOKEN)).toBe(true)
  })

  it('keeps one token per data folder, readable by its owner only, and replaces what is no token', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-session-'))
    const first = hostToken(dataDir)
    expect(hostToken(dataDir)).toBe(first)
    const file = join(dataDir, 'host-token')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    hostToken(dataDir)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    writeFileSync(file, 'short')
    expect(hostToken(dataDir)).toMatch(/^[\w-]{43}$/)
    rmSync(dataDir, { recursive: true })
  })
})
