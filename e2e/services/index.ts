export type { Reply, ReplyInput } from '../../main/testing/services/chat-reply.ts'
export type { Fault } from '../../main/testing/services/faults.ts'
export { HASHED_DIMENSION, hashedVector } from '../../main/testing/services/hashed-vectors.ts'
export { type LangbaseServer, type LangbaseServerOptions, startLangbaseServer } from '../../main/testing/services/langbase-server.ts'
export {
  OPENAI_FLAVOURS,
  type OpenAiFlavour,
  type OpenAiServerOptions,
  type ScriptedServer,
  startOpenAiServer,
} from '../../main/testing/services/openai-server.ts'
export type { RecordedRequest } from '../../main/testing/services/recording-server.ts'
export { createDirectEgress, type DirectEgress } from './direct-egress.ts'
export { type OllamaModel, type OllamaServerOptions, startOllamaServer } from './ollama-server.ts'
export { type LogRecord, type Metric, type OtlpCollector, startOtlpCollector } from './otlp-collector.ts'
export { callContext, type Outcome, outcomeOf, providerConfig, startServerFor } from './provider-harness.ts'
