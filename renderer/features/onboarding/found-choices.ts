import type { ServedProviderConfig } from '#contracts/config.ts'
import type { ModelEntry } from '#contracts/models.ts'
import type { FoundServer } from '#contracts/providers.ts'

/** Something that can write on this machine. */
export type WriterChoice =
  | { readonly kind: 'server'; readonly key: string; readonly server: FoundServer; readonly models: readonly string[] }
  | { readonly kind: 'file'; readonly key: string; readonly model: ModelEntry }
  | { readonly kind: 'extractive'; readonly key: 'extractive' }

/** Files beyond these are found in the settings. */
const MOST_FILES = 4

/** What can be chosen, best first; the extractive engine always works, and is last. */
export function writerChoices(servers: readonly FoundServer[], models: readonly ModelEntry[]): readonly WriterChoice[] {
  return [
    ...servers
      .map((server) => ({ kind: 'server' as const, key: server.baseUrl, server, models: writersFirst(server.models) }))
      // A server without a model cannot write; it is told of in the settings.
      .filter((choice) => choice.models.length > 0),
    ...models
      .filter(({ fit, state }) => fit?.fits === true && state.state !== 'unusable' && state.state !== 'set-aside')
      .slice(0, MOST_FILES)
      .map((model) => ({ kind: 'file' as const, key: model.file, model })),
    { kind: 'extractive', key: 'extractive' },
  ]
}

/** Models that make vectors do not write. */
function writersFirst(models: readonly string[]): readonly string[] {
  return models.filter((name) => !/embed|rerank|bge|minilm/i.test(name))
}

/** The settings of a server that was found. */
export function providerFor({ kind, product, baseUrl }: FoundServer, model: string, taken: readonly string[]): ServedProviderConfig {
  const base = product.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  let id = base
  for (let number = 2; taken.includes(id); number += 1) id = `${base}-${number}`
  return {
    id,
    kind,
    baseUrl,
    model,
    enabled: true,
    contextTokens: 8_192,
    needsMemoryMb: 0,
    quality: 0.5,
    tokensPerSecond: 30,
    usdPerMillionInput: 0,
    usdPerMillionOutput: 0,
    memories: [],
  }
}
