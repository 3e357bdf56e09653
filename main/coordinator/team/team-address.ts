import { TidegateError } from '#contracts/errors.ts'

/** Where a team's database is. The password is never part of anything that is shown. */
export interface TeamAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string | null
  /** By TLS with the host's name checked; off only on this machine, or where the address says `sslmode=disable`, which the door then refuses elsewhere. */
  readonly tls: boolean
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i
const EXAMPLE = 'postgres://user@db.example:5432/tidegate'

/** Reads `postgres://user[:password]@host[:port]/database[?sslmode=disable|verify-full]`. Throws BAD_INPUT, which never quotes the password. */
export function parseTeamAddress(text: string): TeamAddress {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') || url.hostname === '') {
    throw new TidegateError('BAD_INPUT', `The address of the team's database must look like ${EXAMPLE}.`)
  }
  const unknown = [...url.searchParams.keys()].filter((name) => name !== 'sslmode')
  const mode = url.searchParams.get('sslmode')
  if (unknown.length > 0 || (mode !== null && mode !== 'disable' && mode !== 'verify-full')) {
    throw new TidegateError('BAD_INPUT', `The address of the team's database may only end in ?sslmode=verify-full or ?sslmode=disable.`)
  }
  const database = decoded(url.pathname.replace(/^\//, ''))
  const user = decoded(url.username)
  if (database === '' || user === '' || database.includes('/')) {
    throw new TidegateError('BAD_INPUT', `The address of the team's database needs a user and a database, as in ${EXAMPLE}.`)
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user,
    password: url.password === '' ? null : decoded(url.password),
    tls: mode === null ? !LOOPBACK_HOST.test(host) : mode === 'verify-full',
  }
}

/** The address as it may be shown: without the password. */
export function shownAddress({ host, port, database, user }: TeamAddress): string {
  return `postgres://${encodeURIComponent(user)}@${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw new TidegateError('BAD_INPUT', `A sign in the address of the team's database is not encoded rightly; write % as %25.`, { cause })
  }
}
