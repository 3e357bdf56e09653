export { createProvider } from './create-provider.ts'
export { type Detected, detectProvider } from './detect.ts'
export type { EmbeddedModels } from './embedded.ts'
export { estimateMessageTokens, estimateTokens } from './estimate-tokens.ts'
export { createLangbaseAccount, type LangbaseAccount } from './langbase/index.ts'
export { createProviderDesk, type ProviderDesk } from './provider-desk.ts'
export { ProviderError } from './provider-error.ts'
export type { ProviderDeps } from './provider-http.ts'
export * from './resilience/index.ts'
export type {
  CallContext,
  ChatMessage,
  Provider,
  ProviderChunk,
  ProviderHealth,
  ProviderRequest,
  RetrievedChunk,
} from './types.ts'
