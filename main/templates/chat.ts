import type { Template } from '#contracts/templates.ts'

/**
 * What a tool says to a model: the prompt is a whole conversation as `contracts/transcript.ts` writes it, and becomes its messages again after it
 * was judged and masked as one text. It is a request like any other, and takes the one way through the gate. No menu offers it.
 */
export const CHAT: Template = {
  id: 'tidegate-chat',
  name: 'Chat',
  purpose: 'Answers a conversation that a tool holds.',
  promptOptional: false,
  fields: [],
  instruction: [],
  output: 'markdown',
  extractive: null,
  builtIn: true,
}

/** The same where the answer has to be one JSON value. */
export const CHAT_JSON: Template = {
  ...CHAT,
  id: 'tidegate-chat-json',
  name: 'Chat that answers in JSON',
  fields: [{ kind: 'json-schema', name: 'schema', label: 'Schema', help: '', required: false, default: '' }],
  instruction: ['Answer with one JSON value and nothing else.', 'The JSON schema of the answer: {schema}'],
  output: 'json',
}

/** Whether a request of this template is a conversation. */
export function isChat(template: string): boolean {
  return template === CHAT.id || template === CHAT_JSON.id
}
