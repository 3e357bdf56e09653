import type { Config, EmbeddedProviderConfig, ServedProviderConfig } from '#contracts/config.ts'

type Owner = Pick<ServedProviderConfig, 'id' | 'baseUrl'> | Pick<EmbeddedProviderConfig, 'id' | 'file'>

/** The id under which the key is kept that a Langbase provider hands on to the maker of its model (the header `LB-LLM-Key`). */
export function modelKeyId(providerId: string): string {
  return `${providerId}-llm`
}

/** The id under which the key of the collector is kept that log lines and metrics are shipped to. */
export const OTLP_KEY = 'otlp'

/** Everything that a key may be stored for: the providers, for Langbase also the model behind it, and the collector. Each key belongs to its owner's address. */
export function keyOwners({ providers, telemetry }: Pick<Config, 'providers' | 'telemetry'>): Owner[] {
  // An embedded model is named all the same: whoever gives it a key is told that it needs none.
  const embedded = providers.filter((provider) => provider.kind === 'embedded')
  const served = providers.filter((provider) => provider.kind !== 'embedded')
  const own = served.map(({ id, baseUrl }) => ({ id, baseUrl }))
  const behind = served.filter(({ kind }) => kind === 'langbase').map(({ id, baseUrl }) => ({ id: modelKeyId(id), baseUrl }))
  const { endpoint } = telemetry.otlp
  const others = [...behind, ...(endpoint === null ? [] : [{ id: OTLP_KEY, baseUrl: endpoint }])]
  // A provider that happens to be called like that has the name.
  return [
    ...own,
    ...embedded.map(({ id, file }) => ({ id, file })),
    ...others.filter(({ id }) => !providers.some((owner) => owner.id === id)),
  ]
}
