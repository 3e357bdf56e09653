import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'

const TOKEN_FILE = 'host-token'
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/

/**
 * The host's token: 256 random bits, made at first use and kept in a 0600 file, so that an open browser tab outlives a restart.
 * A file that others can read, or that does not hold a token, is replaced.
 */
export function hostToken(dataDir: string): string {
  const file = join(dataDir, TOKEN_FILE)
  const kept = keptToken(file)
  if (kept !== null) return kept
  const token = randomBytes(32).toString('base64url')
  // A new file, since the old one may be open elsewhere and keeps its mode.
  const temporary = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(temporary, `${token}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(temporary, file)
  return token
}

function keptToken(file: string): string | null {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) return null
    const kept = readFileSync(file, 'utf8').trim()
    return TOKEN_PATTERN.test(kept) ? kept : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * What a browser has of this host. Cookies know no port: one for 127.0.0.1 would go to every server of the machine that the browser visits
 * there. So the page has a host name of its own, which browsers take to be this machine without asking anybody, and which nobody can guess;
 * and its cookie is a value that is good for nothing but this page on this port.
 */
export interface PageSession {
  /** `tidegate-….localhost`; the same after a restart. */
  readonly hostname: string
  readonly cookieName: string
  readonly cookieValue: string
}

/** Both the name and the value follow from the token, and neither leads back to it. */
export function pageSession(token: string, port: number): PageSession {
  const derive = (purpose: string): Buffer => createHmac('sha256', token).update(purpose).digest()
  return {
    hostname: `tidegate-${derive('page name').subarray(0, 12).toString('hex')}.localhost`,
    cookieName: `tidegate-${port}`,
    cookieValue: derive(`page session ${port}`).toString('base64url'),
  }
}

/** Compares in constant time; a wrong length is a mismatch. */
export function sameToken(given: string, token: string): boolean {
  const left = Buffer.from(given)
  const right = Buffer.from(token)
  return left.length === right.length && timingSafeEqual(left, right)
}

export type Access = { readonly ok: true } | { readonly ok: false; readonly status: 401 | 403; readonly problem: string }

/** What a request is measured against. */
export interface Admission {
  readonly port: number
  readonly token: string
  readonly page: PageSession
}

const UNKNOWN: Access = { ok: false, status: 401, problem: 'Open the address that the host printed, or send its token as a bearer.' }

/**
 * Whether a request may pass. The Host header must name this very server (against DNS rebinding); a foreign Origin is refused (against other
 * pages in the same browser); then the token as a bearer, or the page's cookie in a request of the page itself.
 */
export function checkAccess(request: IncomingMessage, admission: Admission): Access {
  const origin = checkOrigin(request, admission)
  if (!origin.ok) return origin
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return sameToken(bearer, admission.token) ? { ok: true } : UNKNOWN
  const { page } = admission
  const cookie = cookieValue(request.headers.cookie ?? '', page.cookieName)
  return cookie !== undefined && isFromPage(request, admission) && sameToken(cookie, page.cookieValue) ? { ok: true } : UNKNOWN
}

/** The Host and Origin part of {@link checkAccess}, for what needs no token (static files, health). */
export function checkOrigin(request: IncomingMessage, { port, page }: Pick<Admission, 'port' | 'page'>): Access {
  const names = ['127.0.0.1', 'localhost', '[::1]', page.hostname]
  // The usual port of the scheme is left out by whoever asks.
  const hosts = [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]
  if (!hosts.includes(hostOf(request))) {
    return { ok: false, status: 403, problem: 'This server answers only to its own loopback address.' }
  }
  const origin = request.headers.origin
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return { ok: false, status: 403, problem: 'Requests from other origins are refused.' }
  }
  return { ok: true }
}

/** Whether the request was made to the page's own name. */
export function isToPage(request: IncomingMessage, { port, page }: Pick<Admission, 'port' | 'page'>): boolean {
  const host = hostOf(request)
  return host === `${page.hostname}:${port}` || (port === 80 && host === page.hostname)
}

/** A page of another port of the same name is of the same site, and has the cookie sent along; these tell it apart. */
function isFromPage(request: IncomingMessage, admission: Admission): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  return (
    isToPage(request, admission) &&
    (origin === undefined || origin.toLowerCase() === `http://${hostOf(request)}`) &&
    (site === undefined || site === 'same-origin' || site === 'none')
  )
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').toLowerCase()
}

function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}
