import type { ServedProviderConfig } from '#contracts/config.ts'
import { createForwardingCheck, type ForwardingCheck, namesCloudModel } from './forwarding-check.ts'
import { at, stringAt } from './json-value.ts'
import { malformed, type ProviderDeps, type ProviderHttp } from './provider-http.ts'

/** What an Ollama server offers, and whether the model in question runs there or is passed on. */
export interface OllamaListing {
  entries(purpose: 'health' | 'models', signal: AbortSignal): Promise<readonly unknown[]>
  /** Whether an entry is the model of the settings. */
  isThis(entry: unknown): boolean
  readonly forwarding: ForwardingCheck
}

export function createOllamaListing(config: ServedProviderConfig, root: string, http: ProviderHttp, deps: ProviderDeps): OllamaListing {
  async function entries(purpose: 'health' | 'models', signal: AbortSignal): Promise<readonly unknown[]> {
    const document = await http.getJson('/api/tags', purpose, signal)
    const models = at(document, 'models')
    if (!Array.isArray(models)) throw malformed(config.id)
    return models
  }
  const isThis = (entry: unknown): boolean => withTag(stringAt(entry, 'name') ?? '') === withTag(config.model)
  const forwarding = createForwardingCheck({
    localityOf: () => deps.egress.localityOf(root),
    // A copy of a cloud model may have any name, so the server's list is asked as well.
    passesOn: async (signal) => {
      if (namesCloudModel(config.model)) return true
      const entry = (await entries('models', signal)).find(isThis)
      return (stringAt(entry, 'remote_host') ?? stringAt(entry, 'remote_model') ?? '') !== ''
    },
  })
  return { entries, isThis, forwarding }
}

function withTag(name: string): string {
  return name.includes(':') ? name.toLowerCase() : `${name.toLowerCase()}:latest`
}
