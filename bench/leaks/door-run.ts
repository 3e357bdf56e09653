import { ConfigSchema } from '../../contracts/config.ts'
import type { Label, LedgerEntry } from '../../contracts/privacy.ts'
import { startOpenAiServer } from '../../e2e/services/index.ts'
import { createEgress, type Egress } from '../../main/privacy/egress/index.ts'
import { findOriginals } from '../../main/privacy/index.ts'
import type { NewLedgerEntry, VaultEntry } from '../../main/storage/types.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { DISGUISES, type Disguise } from './disguises.ts'
import type { Planted } from './types.ts'

/** Labels of a text that is read as one, and of what stands in it. */
export type Labels = (text: string) => { readonly whole: Label; readonly spans: Label }

export interface DoorRun {
  readonly pairs: number
  /** What the door let through, by disguise; each was looked for at the server and was there. */
  readonly through: ReadonlyMap<string, number>
  readonly examples: readonly { readonly disguise: string; readonly planted: Planted; readonly text: string }[]
}

const REVERSED: Disguise = {
  name: 'reversed',
  apply: ({ carrier, value }) => carrier.replace('{}', () => [...value].reverse().join('')),
}

/** How the door is asked: for `hosted` the scan alone has to notice, for `vault` the search for originals alone. */
export type DoorMode = 'hosted' | 'vault'

/**
 * Hands every value in every disguise to the real door as if everything before it had failed: judged public and routed to the hosted
 * service, or routed hybrid with the value in the vault and left unmasked.
 */
export async function runThroughDoor(values: readonly Planted[], mode: DoorMode, labelsOf: Labels): Promise<DoorRun> {
  const server = await startOpenAiServer({})
  let vault: readonly VaultEntry[] = []
  let seq = 0
  const door = createEgress({
    clock: systemClock,
    log: silentLog,
    // The file of the ledger is another matter; here it would only take time.
    ledger: {
      append: async (entry: NewLedgerEntry): Promise<LedgerEntry> => {
        seq += 1
        return { ...entry, seq, prevHash: '', hash: '', payloadSha256: '' }
      },
    },
    vaultEntries: async () => vault,
    settings: () => ConfigSchema.parse({ hostedHosts: [`127.0.0.1:${server.port}`] }),
    guard: {
      labelsOf: async (text) => (mode === 'vault' ? { whole: 'public', spans: 'public' } : labelsOf(text)),
      findOriginals,
      overlapsRestricted: async () => false,
      keys: async () => [],
    },
  })
  const through = new Map<string, number>()
  const examples: DoorRun['examples'][number][] = []
  let pairs = 0
  try {
    for (const planted of values) {
      vault = [{ type: 'TEST', original: planted.value, surrogate: 'quiet meadow' }]
      for (const disguise of mode === 'vault' ? [...DISGUISES, REVERSED] : DISGUISES) {
        const text = disguise.apply(planted)
        if (text === null) continue
        pairs += 1
        const before = server.requests.length
        await send(door, `${server.url}/v1/chat/completions`, text, mode)
        if (server.requests.length === before) continue
        through.set(disguise.name, (through.get(disguise.name) ?? 0) + 1)
        examples.push({ disguise: disguise.name, planted, text })
      }
    }
    return { pairs, through, examples }
  } finally {
    await door.dispose()
    await server.stop()
  }
}

async function send(door: Egress, url: string, text: string, mode: DoorMode): Promise<void> {
  try {
    const response = await door.request({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'test-model', messages: [{ role: 'user', content: text }] }),
      context: {
        purpose: 'generate',
        provider: 'test',
        jobId: null,
        generationId: null,
        attemptId: null,
        decision: { id: 'dec_1', route: mode === 'vault' ? 'hybrid' : 'hosted', label: mode === 'vault' ? 'internal' : 'public' },
        vaultId: mode === 'vault' ? 'vlt_1' : null,
      },
      signal: AbortSignal.timeout(20_000),
      timeouts: { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 },
    })
    await response.text()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EGRESS_REFUSED')) throw error
  }
}
