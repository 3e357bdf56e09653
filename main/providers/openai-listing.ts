import type { ServedProviderConfig } from '#contracts/config.ts'
import { createForwardingCheck, type ForwardingCheck, namesCloudModel } from './forwarding-check.ts'
import { at, stringAt } from './json-value.ts'
import { malformed, type ProviderDeps, type ProviderHttp } from './provider-http.ts'

/** What a server that speaks OpenAI's protocol offers, and whether the model in question runs there or is passed on. */
export interface OpenAiListing {
  entries(purpose: 'health' | 'models', signal: AbortSignal): Promise<readonly unknown[]>
  readonly forwarding: ForwardingCheck
}

export function createOpenAiListing(config: ServedProviderConfig, root: string, http: ProviderHttp, deps: ProviderDeps): OpenAiListing {
  async function entries(purpose: 'health' | 'models', signal: AbortSignal): Promise<readonly unknown[]> {
    const document = await http.getJson('/models', purpose, signal)
    const data = at(document, 'data')
    if (!Array.isArray(data)) throw malformed(config.id)
    return data
  }

  const forwarding = createForwardingCheck({
    localityOf: () => deps.egress.localityOf(root),
    // Open WebUI is a front for servers elsewhere as often as for one on this machine; the others run the model themselves.
    passesOn: async (signal) =>
      namesCloudModel(config.model) ||
      (config.kind === 'open-webui' && !runsHere((await entries('models', signal)).find((item) => stringAt(item, 'id') === config.model))),
  })
  return { entries, forwarding }
}

/** An entry of Open WebUI's list whose model runs on the machine of the server, as far as the server says so. */
function runsHere(entry: unknown): boolean {
  const connection = stringAt(entry, 'connection_type')
  const ollama = stringAt(entry, 'owned_by') === 'ollama'
  if (stringAt(entry, 'ollama', 'remote_host') !== null) return false
  return connection === null ? ollama : connection === 'local'
}
