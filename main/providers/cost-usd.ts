import type { ProviderConfig } from '#contracts/config.ts'
import type { Usage } from '#contracts/generation.ts'

/** Cost of a call in US dollars, from its tokens and the provider's price per million. */
export function costUsd(usage: Usage, config: Pick<ProviderConfig, 'usdPerMillionInput' | 'usdPerMillionOutput'>): number {
  return (usage.inputTokens * config.usdPerMillionInput + usage.outputTokens * config.usdPerMillionOutput) / 1_000_000
}
