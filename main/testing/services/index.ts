export type { Fault } from './faults.ts'
export { type LangbaseServer, type LangbaseServerOptions, startLangbaseServer } from './langbase-server.ts'
export { OPENAI_FLAVOURS, type OpenAiFlavour, type OpenAiServerOptions, type ScriptedServer, startOpenAiServer } from './openai-server.ts'
export type { RecordedRequest } from './recording-server.ts'
