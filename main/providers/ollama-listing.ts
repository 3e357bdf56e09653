import type { ServedProviderConfig } from '#contracts/config.ts'
import { createForwardingCheck, type ForwardingCheck, namesCloudModel } from './forwarding-check.ts'
import { at, stringAt } from './json-value.ts'
import { ProviderError } from './provider-error.ts'
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
  const isThis = (entry: unknown): boolean => fullName(stringAt(entry, 'name') ?? '') === fullName(config.model)
  const forwarding = createForwardingCheck({
    localityOf: () => deps.egress.localityOf(root),
    // A copy of a cloud model may have any name, so the server's list is asked as well.
    passesOn: async (signal) => {
      if (namesCloudModel(config.model)) return true
      const found = (await entries('models', signal)).filter(isThis)
      // Of what is not listed nobody knows where it would go, so that no text goes there.
      if (found.length === 0) throw missingModel(config)
      return found.some((entry) => (stringAt(entry, 'remote_host') ?? stringAt(entry, 'remote_model') ?? '') !== '')
    },
  })
  return { entries, isThis, forwarding }
}

export function missingModel({ id, model }: Pick<ServedProviderConfig, 'id' | 'model'>): ProviderError {
  return new ProviderError('PROVIDER_NOT_FOUND', `Provider "${id}" has no model "${model}". Pull it with: ollama pull ${model}`)
}

/**
 * One name for all ways to write the name of a model that Ollama takes for the same: letter case, and what it leaves out where it is the usual
 * (`https://registry.ollama.ai/library/mistral:latest`). Only behind the last slash a colon begins a tag; before it, a port.
 */
function fullName(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^registry\.ollama\.ai\//, '')
    .replace(/^library\//, '')
  return bare.lastIndexOf(':') > bare.lastIndexOf('/') ? bare : `${bare}:latest`
}
