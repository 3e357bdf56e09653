import type { ServedProviderConfig } from '#contracts/config.ts'
import { baseAddress } from './base-address.ts'
import { readChatCompletion } from './chat-completion.ts'
import { stringAt } from './json-value.ts'
import { createOpenAiListing } from './openai-listing.ts'
import { ProviderError } from './provider-error.ts'
import { createProviderHttp, healthOf, type ProviderDeps } from './provider-http.ts'
import type { Provider } from './types.ts'

/**
 * Any server that speaks OpenAI's chat completions (llama-server, LM Studio, vLLM and others), and Open WebUI, which speaks them
 * under `/api`. Where no key is stored none is sent: local servers need none.
 */
export function createOpenAiCompatibleProvider(config: ServedProviderConfig, deps: ProviderDeps): Provider {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, false)

  const { entries, forwarding } = createOpenAiListing(config, root, http, deps)

  return {
    id: config.id,
    kind: config.kind,
    model: config.model,
    locality: forwarding.locality,
    async *stream(request, context) {
      const passesOn = await forwarding.check(context.signal)
      const body = {
        model: config.model,
        messages: request.messages.map(({ role, content }) => ({ role, content })),
        stream: true,
        stream_options: { include_usage: true },
        max_tokens: request.maxTokens,
        ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
        ...(request.jsonSchema === undefined ? {} : { response_format: responseFormat(request.jsonSchema) }),
      }
      const response = await http.post('/chat/completions', body, context, { accept: 'text/event-stream, application/json', passesOn })
      yield* readChatCompletion(response, { provider: config.id, model: config.model, finishReasonEnds: false, threadId: null })
    },
    health: (signal) =>
      healthOf(async () => {
        const ids = (await entries('health', signal)).map((item) => stringAt(item, 'id'))
        if (ids.includes(config.model)) return 'Ready.'
        if (ids.length === 0) {
          throw new ProviderError('PROVIDER_UNAVAILABLE', `Provider "${config.id}" offers no model. Load one in it and try again.`)
        }
        // Servers with one model take any name, so a name that is not listed is worth a word but no reason to refuse.
        return `Reachable; it does not list "${config.model}" and may answer with another model.`
      }),
    models: async (signal) => (await entries('models', signal)).map((item) => stringAt(item, 'id')).filter((id) => id !== null),
  }
}

/** The name is asked for and shown nowhere. Strict mode of OpenAI refuses schemas that leave a property optional, so it is not asked for. */
function responseFormat(schema: Readonly<Record<string, unknown>>) {
  return { type: 'json_schema', json_schema: { name: 'answer', schema } }
}
