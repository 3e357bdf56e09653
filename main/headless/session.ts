import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
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
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (TOKEN_PATTERN.test(kept)) {
      chmodSync(file, 0o600)
      return kept
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const token = randomBytes(32).toString('base64url')
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  return token
}

/** Compares in constant time; a wrong length is a mismatch. */
export function sameToken(given: string, token: string): boolean {
  const left = Buffer.from(given)
  const right = Buffer.from(token)
  return left.length === right.length && timingSafeEqual(left, right)
}

export type Access = { readonly ok: true } | { readonly ok: false; readonly status: 401 | 403; readonly problem: string }

/** The cookie's name carries the port, so that two hosts on one machine do not overwrite each other's. */
export function cookieName(port: number): string {
  return `tidegate-${port}`
}

/**
 * Whether a request may pass. The Host header must name this very server (against DNS rebinding); a foreign Origin is refused
 * (against other pages in the same browser); then the token, as a bearer or as the same-site cookie.
 */
export function checkAccess(request: IncomingMessage, port: number, token: string): Access {
  const origin = checkOrigin(request, port)
  if (!origin.ok) return origin
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const given = bearer ?? cookieValue(request.headers.cookie ?? '', cookieName(port))
  if (given !== undefined && sameToken(given, token)) return { ok: true }
  return { ok: false, status: 401, problem: 'Open the address that the host printed, or send its token as a bearer.' }
}

/** The Host and Origin part of {@link checkAccess}, for what needs no token (static files, health). */
export function checkOrigin(request: IncomingMessage, port: number): Access {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  if (!hosts.includes((request.headers.host ?? '').toLowerCase())) {
    return { ok: false, status: 403, problem: 'This server answers only to its own loopback address.' }
  }
  const origin = request.headers.origin
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return { ok: false, status: 403, problem: 'Requests from other origins are refused.' }
  }
  return { ok: true }
}

function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}
