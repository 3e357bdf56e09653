import type { Config, ProviderConfig } from '#contracts/config.ts'
import type { ConfigStore } from '../../config/index.ts'
import { createEmbedder, type Embedder, type EmbeddingModels, hostedRefusal } from '../../providers/embedding/index.ts'
import type { ProviderDeps } from '../../providers/index.ts'

/** Who embeds now. `refused`: the settings name a provider that is not on this machine; nothing was sent to it, and nobody takes its place. */
export type Standing =
  | { readonly state: 'off' }
  | { readonly state: 'refused'; readonly provider: string; readonly model: string; readonly detail: string }
  | { readonly state: 'ready'; readonly embedder: Embedder }

/** The embedder of the settings. */
export interface Embedding {
  /** Looks at the settings and at where the address leads, each time. */
  standing(): Promise<Standing>
}

export function createEmbedding(deps: {
  readonly config: Pick<ConfigStore, 'get'>
  readonly depsOf: (provider: ProviderConfig, config: Config) => Promise<ProviderDeps>
  readonly models: EmbeddingModels
}): Embedding {
  let made: { readonly config: Config; readonly embedder: Promise<Embedder> } | null = null

  return {
    async standing() {
      const config = deps.config.get()
      const { embedding } = config.sources
      const named = config.providers.find(({ id }) => id === embedding?.provider)
      if (embedding === null || named === undefined) return { state: 'off' }
      const refused: Standing = { state: 'refused', ...embedding, detail: hostedRefusal(named.id) }
      if (named.kind === 'langbase') return refused
      if (made?.config !== config) {
        const embedder = deps.depsOf(named, config).then((client) => createEmbedder(named, embedding.model, client, deps.models))
        made = { config, embedder }
      }
      const embedder = await made.embedder
      return (await embedder.locality()) === 'local' ? { state: 'ready', embedder } : refused
    },
  }
}
