import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkAccess, hostToken, pageSession, sameToken } from './session.ts'

const TOKEN = 'a'.repeat(43)
const page = pageSession(TOKEN, 4000)
const admission = { port: 4000, token: TOKEN, page }
const request = (headers: Record<string, string>): IncomingMessage => ({ headers }) as IncomingMessage
const own = { host: '127.0.0.1:4000' }
const onPage = { host: `${page.hostname}:4000` }
const bearer = { authorization: `Bearer ${TOKEN}` }
const cookie = { cookie: `x=1; ${page.cookieName}=${page.cookieValue}` }
const pageOrigin = { origin: `http://${page.hostname}:4000` }

describe('access to the headless host', () => {
  it.each<[string, Record<string, string>, number | 'ok']>([
    ['a bearer', { ...own, ...bearer }, 'ok'],
    ['a bearer at the page', { ...onPage, ...bearer }, 'ok'],
    ['its own origin', { host: 'localhost:4000', origin: 'http://localhost:4000', ...bearer }, 'ok'],
    ['the cookie from the page', { ...onPage, ...pageOrigin, ...cookie }, 'ok'],
    ['the cookie from the page, without an origin', { ...onPage, ...cookie, 'sec-fetch-site': 'same-origin' }, 'ok'],
    ['the cookie at the address that every server of the machine has', { ...own, ...cookie }, 401],
    ['the cookie at localhost', { host: 'localhost:4000', ...cookie }, 401],
    ['the cookie from another page of this host', { ...onPage, origin: 'http://127.0.0.1:4000', ...cookie }, 401],
    ['the cookie from another port of the same name', { ...onPage, 'sec-fetch-site': 'same-site', ...cookie }, 401],
    ['the cookie of another port', { ...onPage, cookie: `${page.cookieName}=${pageSession(TOKEN, 4001).cookieValue}` }, 401],
    ['the cookie as a bearer', { ...onPage, authorization: `Bearer ${page.cookieValue}` }, 401],
    ['the token as a cookie', { ...onPage, ...pageOrigin, cookie: `${page.cookieName}=${TOKEN}` }, 401],
    ['no token', own, 401],
    ['a wrong token', { ...own, authorization: `Bearer ${'b'.repeat(43)}` }, 401],
    ['a wrong token and the cookie', { ...onPage, ...cookie, authorization: `Bearer ${'b'.repeat(43)}` }, 401],
    ['a token of another length', { ...own, authorization: `Bearer ${TOKEN}a` }, 401],
    ['a foreign host name (rebinding)', { host: 'evil.example:4000', ...bearer }, 403],
    ['the page of another host', { host: `${pageSession('b'.repeat(43), 4000).hostname}:4000`, ...bearer }, 403],
    ['another port', { host: '127.0.0.1:4001', ...bearer }, 403],
    ['no host', bearer, 403],
    ['a foreign origin', { ...onPage, origin: 'https://evil.example', ...cookie }, 403],
    ['the origin of another port of the same name', { ...onPage, origin: `http://${page.hostname}:4001`, ...cookie }, 403],
    ['a null origin', { ...onPage, origin: 'null', ...cookie }, 403],
  ])('%s', (_case, headers, expected) => {
    const access = checkAccess(request(headers), admission)
    expect(access.ok ? 'ok' : access.status).toBe(expected)
  })

  it('is had at the usual port too, which nobody writes into an address; at another it has to be written', () => {
    const usual = { port: 80, token: TOKEN, page: pageSession(TOKEN, 80) }
    const fromPage = {
      host: page.hostname,
      origin: `http://${page.hostname}`,
      cookie: `${usual.page.cookieName}=${usual.page.cookieValue}`,
    }
    for (const headers of [{ host: 'localhost', ...bearer }, { host: 'localhost:80', ...bearer }, fromPage]) {
      expect(checkAccess(request(headers), usual).ok).toBe(true)
    }
    expect(checkAccess(request({ ...fromPage, origin: 'http://evil.example' }), usual).ok).toBe(false)
    expect(checkAccess(request({ host: 'localhost', ...bearer }), admission).ok).toBe(false)
  })

  it('gives the page a name that stays, and that tells nothing of the token', () => {
    expect(pageSession(TOKEN, 4001).hostname).toBe(page.hostname)
    expect(page.hostname).toMatch(/^tidegate-[0-9a-f]{24}\.localhost$/)
    expect(page.cookieValue).not.toBe(TOKEN)
  })

  it('compares tokens of any length', () => {
    expect(sameToken('', TOKEN)).toBe(false)
    expect(sameToken(TOKEN, TOKEN)).toBe(true)
  })

  it('keeps one token per data folder, readable by its owner only, and replaces what is no token or could be read by others', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-session-'))
    const first = hostToken(dataDir)
    expect(hostToken(dataDir)).toBe(first)
    const file = join(dataDir, 'host-token')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    const second = hostToken(dataDir)
    expect(second).not.toBe(first)
    expect(hostToken(dataDir)).toBe(second)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    writeFileSync(file, 'short')
    expect(hostToken(dataDir)).toMatch(/^[\w-]{43}$/)
    expect(readdirSync(dataDir)).toEqual(['host-token'])
    rmSync(dataDir, { recursive: true })
  })
})
