import { lookup } from 'node:dns/promises'
import { isIP, Socket } from 'node:net'
import { TidegateError } from '#contracts/errors.ts'
import type { LedgerEntry } from '#contracts/privacy.ts'
import { type Clock, type Log, token } from '../../platform.ts'
import type { LedgerStore, NewLedgerEntry } from '../../storage/types.ts'
import { judgeTeamAddress, type TeamDoorSettings, teamRefusalMessage } from './team-policy.ts'

export interface TeamDoorDeps {
  readonly clock: Clock
  readonly log: Log
  readonly ledger: Pick<LedgerStore, 'append'>
  readonly settings: () => TeamDoorSettings
  readonly resolve?: (host: string) => Promise<readonly string[]>
  readonly onLedger?: (entry: LedgerEntry) => void
}

/** Opens connections to a team's database, and to nothing else. */
export interface TeamDoor {
  /**
   * A socket to `host:port`, for a driver that calls `connect` on it by itself. Each connection is judged when it is opened, also the later
   * ones of a pool, and is in the ledger before it is. A refusal comes as the socket's error: EGRESS_REFUSED or PROVIDER_NETWORK.
   */
  socket(target: { readonly host: string; readonly port: number }): Socket
  /** Closes what is still open; done when how each connection ended is in the ledger, so that the database can be closed. */
  dispose(): Promise<void>
}

/** PostgreSQL's request to go on in TLS: all that may leave a socket that must be encrypted, before the encryption takes it over. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

export function createTeamDoor(deps: TeamDoorDeps): TeamDoor {
  /** Connections, each until its end is in the ledger. */
  const open = new Map<Socket, Promise<void>>()
  const keep: KeepOpen = (socket, recorded) => {
    open.set(socket, recorded)
    void recorded.then(() => open.delete(socket))
  }
  return {
    socket: (target) => new GuardedSocket(deps, keep, target),
    async dispose() {
      for (const socket of open.keys()) socket.destroy()
      await Promise.all(open.values())
    },
  }
}

type KeepOpen = (socket: Socket, recorded: Promise<void>) => void

class GuardedSocket extends Socket {
  readonly #deps: TeamDoorDeps
  readonly #keep: KeepOpen
  readonly #host: string
  readonly #url: URL
  #mustEncrypt = true

  constructor(deps: TeamDoorDeps, keep: KeepOpen, { host, port }: { host: string; port: number }) {
    super()
    this.#deps = deps
    this.#keep = keep
    this.#host = host
    this.#url = new URL(`http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`)
  }

  /** What the driver passes is left aside: the address that was judged is the one that is connected to. */
  override connect(..._given: unknown[]): this {
    void this.#open().catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error('The connection failed.')))
    return this
  }

  async #open(): Promise<void> {
    const { settings, ledger, log, onLedger } = this.#deps
    const addresses = isIP(this.#host) === 0 ? await (this.#deps.resolve ?? systemResolve)(this.#host) : [this.#host]
    const verdict = judgeTeamAddress(this.#url, addresses, settings())
    const entry = await ledger.append(
      this.#entry({ verdict: verdict.allowed ? 'allowed' : 'refused', reason: verdict.allowed ? null : verdict.reason }),
    )
    onLedger?.(entry)
    if (!verdict.allowed) {
      log.warn('egress.refused', { provider: token('team'), reason: token(verdict.reason) })
      const code = verdict.reason === 'NAME_NOT_FOUND' ? 'PROVIDER_NETWORK' : 'EGRESS_REFUSED'
      throw new TidegateError(code, teamRefusalMessage(verdict.reason, this.#host))
    }
    this.#mustEncrypt = verdict.mustEncrypt
    if (this.destroyed) return
    const closed = Promise.withResolvers<void>()
    this.#keep(this, closed.promise)
    let connected = false
    this.once('connect', () => {
      connected = true
    })
    this.once('close', () => {
      // Where nobody answered, nothing was handed over.
      const outcome = this.#entry({ verdict: 'allowed', reason: connected ? null : 'NOT_SENT' })
      const ended: NewLedgerEntry = {
        ...outcome,
        kind: 'outcome',
        requestSeq: entry.seq,
        bytesOut: this.bytesWritten,
        bytesIn: this.bytesRead,
      }
      ledger
        .append(ended)
        .then(onLedger, (error: unknown) => log.error('egress.outcome_not_recorded', error))
        .finally(closed.resolve)
    })
    super.connect({ host: addresses[0] ?? '', port: Number(this.#url.port || 80) })
  }

  // Encryption takes the socket over below these two: what still comes through here would go out in clear.
  override _write(chunk: unknown, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (!this.#mustEncrypt || (chunk instanceof Uint8Array && SSL_REQUEST.equals(chunk))) super._write(chunk, encoding, callback)
    else callback(this.#inClear())
  }
  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: (error?: Error | null) => void): void {
    if (this.#mustEncrypt) callback(this.#inClear())
    else super._writev?.(chunks, callback)
  }

  #inClear(): TidegateError {
    return new TidegateError('EGRESS_REFUSED', `The team's database on ${this.#host} must be spoken to by TLS. Nothing was sent.`)
  }

  #entry({ verdict, reason }: Pick<NewLedgerEntry, 'verdict' | 'reason'>): NewLedgerEntry {
    return {
      at: this.#deps.clock.now(),
      kind: 'request',
      requestSeq: null,
      destination: `postgres://${this.#url.hostname}:${this.#url.port || 80}`,
      method: 'CONNECT',
      purpose: 'team',
      provider: 'team',
      jobId: null,
      generationId: null,
      attemptId: null,
      route: null,
      // Of what may pass in clear; what is confidential is sealed before it comes here.
      label: 'internal',
      verdict,
      reason,
      bytesOut: 0,
      bytesIn: 0,
      status: null,
      payload: null,
    }
  }
}

async function systemResolve(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
  } catch {
    // Unknown name or no network; the refusal says so in its own words.
    return []
  }
}
