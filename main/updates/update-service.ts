import { TidegateError } from '#contracts/errors.ts'
import type { UpdateObstacle, UpdatePhase, UpdateSettings, UpdateState } from '#contracts/updates.ts'
import { createAsyncQueue } from '../async-queue.ts'
import type { Disposable, Platform } from '../platform.ts'
import type { Egress, EgressResponse } from '../privacy/egress/types.ts'
import { chooseUpdate, type Installed } from './choose-update.ts'
import { fetchFile } from './fetch-file.ts'
import { type ReleaseFile, type ReleaseStatement, readRelease } from './release-statement.ts'
import type { UpdateMemory } from './update-memory.ts'
import type { UpdateSource } from './update-source.ts'

/** The start has the machine for itself; then twice a day, ms. */
const FIRST_LOOK_MS = 120_000
const BETWEEN_LOOKS_MS = 12 * 3_600_000
const STATEMENT_BYTES = 200_000
const TIMEOUTS = { connectMs: 10_000, firstByteMs: 30_000, idleMs: 30_000 }

/** Writes the file of a release to a path, and checks it. */
export type FetchTo = (path: string) => Promise<void>

/** Puts a package in the place of the running one. Hosts fill it. */
export interface UpdateInstaller {
  /** Takes what is offered in; `fetchTo` is called with where the file is to be. Rejects with what went wrong. */
  prepare(release: ReleaseStatement, file: ReleaseFile, fetchTo: FetchTo): Promise<void>
  /** Quits, as far as the person lets it, and starts what was prepared. */
  install(): void
}

export interface UpdateService extends Disposable {
  /** Looks by itself from now on, as the settings say. */
  start(): void
  state(): UpdateState
  watch(signal?: AbortSignal): AsyncIterable<UpdateState>
  look(): Promise<UpdateState>
  download(): UpdateState
  stop(): UpdateState
  install(): UpdateState
}

export interface UpdateDeps {
  readonly platform: Pick<Platform, 'clock' | 'log'>
  readonly egress: Pick<Egress, 'request'>
  readonly settings: () => UpdateSettings
  /** Calls the listener after each change of the settings; what it returns ends that. */
  readonly onSettings: (listener: () => void) => () => void
  readonly source: UpdateSource
  /** Or why this installation cannot be renewed. */
  readonly installed: Installed | UpdateObstacle
  readonly installer: UpdateInstaller
  readonly memory: UpdateMemory
  /** A version was found by itself; once for each. */
  readonly onFound: (version: string) => void
}

/** Looks for new versions, fetches what the person wants, and has it put in place: nothing of it without their word. */
export function createUpdateService(deps: UpdateDeps): UpdateService {
  const { platform, source, installer, memory } = deps
  const installed = typeof deps.installed === 'string' ? null : deps.installed
  const obstacle: UpdateObstacle | null =
    typeof deps.installed === 'string' ? deps.installed : source.address === null || source.keys.length === 0 ? 'no-address' : null
  const listeners = new Set<(state: UpdateState) => void>()
  const closing = new AbortController()
  let phase: UpdatePhase = { name: 'idle' }
  let offered: { readonly release: ReleaseStatement; readonly file: ReleaseFile } | null = null
  let looking: Promise<UpdateState> | null = null
  let fetching: { readonly stop: AbortController; readonly done: Promise<void> } | null = null
  let timer: NodeJS.Timeout | null = null
  let told: string | null = null

  const state = (): UpdateState => ({
    obstacle,
    phase,
    lookedAt: memory.get().lookedAt,
    isWithdrawn: installed !== null && memory.get().withdrawn === installed.version,
  })
  function become(next: UpdatePhase): UpdateState {
    phase = next
    const now = state()
    for (const tell of listeners) tell(now)
    return now
  }
  function failed(error: unknown): UpdateState {
    const value =
      error instanceof TidegateError
        ? { code: error.code, message: inOwnWords(error) }
        : {
            code: 'INTERNAL' as const,
            message: 'Something went wrong inside the app; the new version was not taken.',
            id: platform.log.error('updates.failed', error),
          }
    return become({ name: 'failed', error: value })
  }

  async function ask(name: string, signal: AbortSignal): Promise<EgressResponse> {
    return deps.egress.request({
      method: 'GET',
      url: new URL(name, source.address ?? undefined).href,
      // Nothing of who asks, not even which version it has.
      headers: { accept: '*/*', 'user-agent': 'Tidegate' },
      context: {
        purpose: 'update',
        provider: 'updates',
        jobId: null,
        generationId: null,
        attemptId: null,
        decision: null,
        vaultId: null,
      },
      signal,
      timeouts: TIMEOUTS,
    })
  }

  async function readStatement(signal: AbortSignal): Promise<ReleaseStatement> {
    const { channel } = deps.settings()
    const response = await ask(`${channel}.json`, signal)
    if (response.status !== 200) {
      await response.cancel()
      throw new TidegateError(
        'UPDATE_REFUSED',
        `Nothing is announced at the address for new versions (status ${response.status}). Try again later.`,
      )
    }
    const release = readRelease(await response.text(STATEMENT_BYTES), source.keys)
    if (release.channel !== channel)
      throw new TidegateError('UPDATE_REFUSED', 'What came is for another channel, so nothing was changed. Try again later.')
    const issuedAt = Date.parse(release.issuedAt)
    const known = memory.get()
    if (issuedAt < (known.issuedAt[channel] ?? 0))
      throw new TidegateError(
        'UPDATE_REFUSED',
        'What came is older than what was announced before, so nothing was changed. Try again later.',
      )
    memory.put({
      issuedAt: { ...known.issuedAt, [channel]: issuedAt },
      lookedAt: platform.clock.now(),
      withdrawn: installed !== null && release.withdrawn.includes(installed.version) ? installed.version : null,
    })
    return release
  }

  async function lookNow(by: Installed): Promise<UpdateState> {
    become({ name: 'looking' })
    try {
      const release = await readStatement(closing.signal)
      const choice = chooseUpdate(release, by, platform.clock.now())
      offered = choice.kind === 'offer' ? { release, file: choice.file } : null
      if (choice.kind === 'newest') return become({ name: 'newest' })
      if (choice.kind !== 'offer') return become({ name: choice.kind, version: choice.version })
      return become({ name: 'offered', version: release.version, notes: release.notes, bytes: choice.file.bytes })
    } catch (error) {
      return failed(error)
    }
  }

  function look(): Promise<UpdateState> {
    // What is being fetched or waits for its restart is not taken away by another look.
    if (installed === null || obstacle !== null || fetching !== null || phase.name === 'ready') return Promise.resolve(state())
    looking ??= lookNow(installed).finally(() => {
      looking = null
    })
    return looking
  }

  async function fetchOffered({ release, file }: NonNullable<typeof offered>, signal: AbortSignal): Promise<void> {
    const { version } = release
    const fetchTo: FetchTo = async (path) => {
      const response = await ask(file.name, signal)
      await fetchFile(response, file, path, (share) => become({ name: 'fetching', version, share }))
    }
    try {
      await installer.prepare(release, file, fetchTo)
      signal.throwIfAborted()
      become({ name: 'ready', version })
    } catch (error) {
      if (signal.aborted) become({ name: 'offered', version, notes: release.notes, bytes: file.bytes })
      else failed(error)
    } finally {
      fetching = null
    }
  }

  function schedule(afterMs: number): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (obstacle !== null || closing.signal.aborted || !deps.settings().look) return
    timer = setTimeout(() => {
      schedule(BETWEEN_LOOKS_MS)
      // Its failure is a state, and not told to anybody who did not ask.
      void look().then(({ phase: found }) => {
        if (found.name !== 'offered' || found.version === told) return
        told = found.version
        deps.onFound(found.version)
      })
    }, afterMs)
    timer.unref()
  }

  let stopListening = (): void => {}
  return {
    start() {
      schedule(FIRST_LOOK_MS)
      let before = JSON.stringify(deps.settings())
      stopListening = deps.onSettings(() => {
        const now = JSON.stringify(deps.settings())
        if (now === before) return
        before = now
        // What another channel offered is not what was asked for.
        if (fetching === null && phase.name !== 'ready') {
          offered = null
          become({ name: 'idle' })
        }
        schedule(FIRST_LOOK_MS)
      })
    },
    state,
    async *watch(signal) {
      const queue = createAsyncQueue<UpdateState>((_last, next) => next, signal)
      const tell = (now: UpdateState): void => queue.push(now)
      listeners.add(tell)
      try {
        yield state()
        yield* queue
      } finally {
        listeners.delete(tell)
      }
    },
    look,
    download() {
      // What is looked for at the moment may be another one.
      if (looking !== null || fetching !== null || offered === null || phase.name === 'ready') return state()
      const stop = new AbortController()
      const signal = AbortSignal.any([stop.signal, closing.signal])
      const now = become({ name: 'fetching', version: offered.release.version, share: 0 })
      fetching = { stop, done: fetchOffered(offered, signal) }
      return now
    },
    stop() {
      fetching?.stop.abort(new TidegateError('CANCELLED', 'Stopped.'))
      return state()
    },
    install() {
      if (phase.name === 'ready') installer.install()
      return state()
    },
    async dispose() {
      if (timer !== null) clearTimeout(timer)
      closing.abort(new TidegateError('CANCELLED', 'The app is closing.'))
      stopListening()
      await looking
      await fetching?.done
    },
  }
}

/** The door speaks of providers; this is none. */
function inOwnWords({ code, message }: TidegateError): string {
  if (code === 'PROVIDER_NETWORK' || code === 'PROVIDER_TIMEOUT' || code === 'PROVIDER_PROTOCOL')
    return 'The address for new versions could not be reached. Check the network, and look again later.'
  return message
}
