import type { ProviderKind } from '#contracts/config.ts'

/** What most people have, first. */
export const PROVIDER_KIND_ORDER: readonly ProviderKind[] = ['ollama', 'open-webui', 'openai-compatible', 'langbase']
