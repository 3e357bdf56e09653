import type { EmbeddedProviderConfig, ProviderConfig, ServedProviderConfig } from '#contracts/config.ts'

type Owner = Pick<ServedProviderConfig, 'id' | 'baseUrl'> | Pick<EmbeddedProviderConfig, 'id' | 'file'>

/** The id under which the key is kept that a Langbase provider hands on to the maker of its model (the header `LB-LLM-Key`). */
export function modelKeyId(providerId: string): string {
  return `${providerId}-llm`
}

/** Everything that a key may be stored for: the providers, and for Langbase also the model behind it. Both belong to its address. */
export function keyOwners(providers: readonly ProviderConfig[]): Owner[] {
  // An embedded model is named all the same: whoever gives it a key is told that it needs none.
  const embedded = providers.filter((provider) => provider.kind === 'embedded')
  const served = providers.filter((provider) => provider.kind !== 'embedded')
  const own = served.map(({ id, baseUrl }) => ({ id, baseUrl }))
  const behind = served.filter(({ kind }) => kind === 'langbase').map(({ id, baseUrl }) => ({ id: modelKeyId(id), baseUrl }))
  // A provider that happens to be called like that has the name.
  return [...own, ...embedded.map(({ id, file }) => ({ id, file })), ...behind.filter(({ id }) => !own.some((owner) => owner.id === id))]
}
