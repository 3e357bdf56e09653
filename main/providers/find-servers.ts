import type { ServedProviderConfig } from '#contracts/config.ts'
import type { FoundServer } from '#contracts/providers.ts'
import { isLoopback } from '../privacy/egress/address.ts'
import type { Egress } from '../privacy/egress/types.ts'
import { detectProvider } from './detect.ts'

/** Where the servers that people run on their own machine listen unless they are told otherwise. */
const USUAL = [
  // Ollama
  'http://127.0.0.1:11434',
  // LM Studio
  'http://127.0.0.1:1234',
  // Open WebUI: by container, and by itself; llama-server shares the second
  'http://127.0.0.1:3000',
  'http://127.0.0.1:8080',
] as const

/** Somebody waits for the answer, and what runs on this machine answers at once. */
const LOOK_MS = 1_000

/**
 * Asks the usual loopback ports what answers there, all at once and for a second in all. Nothing but a path is sent, and nothing leaves this
 * machine. `OLLAMA_HOST` is Ollama's own way to say where it listens; one that is not this machine is left alone.
 */
export async function findServers(deps: {
  readonly egress: Egress
  readonly env: Readonly<Record<string, string | undefined>>
  readonly providers: readonly ServedProviderConfig[]
  readonly signal: AbortSignal
}): Promise<FoundServer[]> {
  const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(LOOK_MS)])
  const origins = [...new Set([...ollamaHost(deps.env.OLLAMA_HOST), ...USUAL])]
  const answers = await Promise.all(
    origins.map(async (baseUrl): Promise<FoundServer | null> => {
      // No answer within the second, or one of something else, is the same: there is nothing to offer.
      const found = await detectProvider(baseUrl, deps.egress, signal).catch(() => null)
      if (found === null) return null
      const providerId = deps.providers.find((provider) => originOf(provider.baseUrl) === originOf(baseUrl))?.id ?? null
      return { product: found.product, kind: found.kind, baseUrl, models: [...found.models], providerId }
    }),
  )
  return answers.filter((answer) => answer !== null)
}

function ollamaHost(value: string | undefined): string[] {
  if (value === undefined || value === '') return []
  const url = URL.parse(/^https?:\/\//.test(value) ? value : `http://${value}`)
  if (url === null || !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return []
  return [`${url.protocol}//${url.hostname}:${url.port === '' ? '11434' : url.port}`]
}

/** `localhost` and `127.0.0.1` are one place here. */
function originOf(address: string): string {
  return new URL(address).origin.replace('//localhost:', '//127.0.0.1:')
}
