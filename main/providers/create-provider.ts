import type { ProviderConfig } from '#contracts/config.ts'
import { createEmbeddedProvider, type EmbeddedModels, NO_EMBEDDED_MODELS } from './embedded.ts'
import { createLangbaseProvider } from './langbase/index.ts'
import { createOllamaProvider } from './ollama.ts'
import { createOpenAiCompatibleProvider } from './openai-compatible.ts'
import type { ProviderDeps } from './provider-http.ts'
import type { Provider } from './types.ts'

/** The client for a configured provider. Building it opens no connection and loads no model. */
export function createProvider(config: ProviderConfig, deps: ProviderDeps, models: EmbeddedModels = NO_EMBEDDED_MODELS): Provider {
  switch (config.kind) {
    case 'embedded':
      return createEmbeddedProvider(config, models)
    case 'langbase':
      return createLangbaseProvider(config, deps)
    case 'ollama':
      return createOllamaProvider(config, deps)
    case 'openai-compatible':
    case 'open-webui':
      return createOpenAiCompatibleProvider(config, deps)
  }
}
