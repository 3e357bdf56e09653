import type { ProviderKind } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Egress } from '../privacy/egress/types.ts'
import { at, isRecord, listAt, parseJson, stringAt } from './json-value.ts'

/** What answers at an address. `product` is its name for a person. */
export interface Detected {
  readonly kind: ProviderKind
  readonly product: 'Ollama' | 'Open WebUI' | 'llama-server' | 'LM Studio' | 'OpenAI-compatible server'
  /** Models on offer, where the question told them. */
  readonly models: readonly string[]
}

interface Probe {
  readonly path: string
  readonly read: (text: string) => Detected | null
}

const PROBE_TIMEOUT_MS = 2_000
const ANSWER_LIMIT_BYTES = 2 * 1024 * 1024

/**
 * From the most to the least specific. Bodies decide and never the status alone: some products answer every path with 200. Ollama and
 * Open WebUI share `/api/version`, and llama-server and LM Studio speak OpenAI's list, so each is asked for what only it has.
 */
const PROBES: readonly Probe[] = [
  {
    path: '/api/config',
    read: (text) => (isRecord(at(parseJson(text), 'features')) ? { kind: 'open-webui', product: 'Open WebUI', models: [] } : null),
  },
  {
    path: '/api/tags',
    read: (text) => named('ollama', 'Ollama', parseJson(text), 'models', 'name'),
  },
  {
    path: '/api/v1/models',
    read: (text) => named('openai-compatible', 'LM Studio', parseJson(text), 'models', 'key'),
  },
  {
    path: '/v1/models',
    read: (text) => {
      const document = parseJson(text)
      const llama = listAt(document, 'data').some((item) => stringAt(item, 'owned_by') === 'llamacpp')
      return named('openai-compatible', llama ? 'llama-server' : 'OpenAI-compatible server', document, 'data', 'id')
    },
  },
]

/**
 * Finds out what answers at an address, with requests that carry nothing but their path; no key is sent, because who would receive it
 * is not known yet. Null when nothing is recognised. Throws CANCELLED, and PROVIDER_NETWORK when nothing answers at all.
 */
export async function detectProvider(origin: string, egress: Egress, signal: AbortSignal): Promise<Detected | null> {
  const root = new URL(origin).origin
  for (const probe of PROBES) {
    const text = await ask(root + probe.path, egress, signal)
    const found = text === null ? null : probe.read(text)
    if (found !== null) return found
  }
  return null
}

async function ask(url: string, egress: Egress, signal: AbortSignal): Promise<string | null> {
  const timeouts = { connectMs: PROBE_TIMEOUT_MS, firstByteMs: PROBE_TIMEOUT_MS, idleMs: PROBE_TIMEOUT_MS }
  const context = {
    purpose: 'models',
    provider: 'detect',
    jobId: null,
    generationId: null,
    attemptId: null,
    decision: null,
    vaultId: null,
  } as const
  try {
    const response = await egress.request({ method: 'GET', url, headers: { accept: 'application/json' }, context, signal, timeouts })
    return await response.text(ANSWER_LIMIT_BYTES)
  } catch (error) {
    // One question without a usable answer says nothing about the next.
    if (error instanceof TidegateError && (error.code === 'PROVIDER_TIMEOUT' || error.code === 'PROVIDER_PROTOCOL')) return null
    throw error
  }
}

function named(kind: ProviderKind, product: Detected['product'], document: unknown, list: string, key: string): Detected | null {
  const rows = at(document, list)
  if (!Array.isArray(rows)) return null
  const names = rows.map((row) => stringAt(row, key))
  return names.every((name) => name !== null) ? { kind, product, models: names.filter((name) => name !== null) } : null
}
