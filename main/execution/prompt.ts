import type { RequestForm } from '#contracts/templates.ts'
import type { ChatMessage } from '../providers/types.ts'
import type { Passage } from './passages.ts'

const LEAVE_STAND_INS = 'Names, addresses and numbers may be stand-ins: repeat them exactly as they are written.'

/** Messages for a model: how to write, the request, and the passages to draw from. `masked` tells it to leave stand-ins alone. */
export function composeMessages(input: {
  prompt: string
  form: Pick<RequestForm, 'shape' | 'output'>
  passages: readonly Passage[]
  masked: boolean
}): ChatMessage[] {
  const { shape, output } = input.form
  const rules = [
    ...(shape === '' ? [] : [shape]),
    // Keys of a JSON answer have a language of their own.
    ...(output === 'json' ? [] : ['Write in the language of the request, unless it asks for another.']),
    'Give only the text asked for, without a preface.',
    ...(input.passages.length > 0
      ? ['Take facts only from the passages below. Where they do not say, say so. Do not invent numbers, names or dates.']
      : []),
    ...(input.masked ? [LEAVE_STAND_INS] : []),
  ]
  const passages = input.passages.map((passage) => `--- ${passage.sourceName} ---\n${passage.text}`)
  const user = passages.length === 0 ? input.prompt : `${input.prompt}\n\nPassages:\n${passages.join('\n\n')}`
  return [
    { role: 'system', content: rules.join(' ') },
    { role: 'user', content: user },
  ]
}

/**
 * A conversation that a tool holds, which says by itself how it wants to be answered: of ours there is only what an answer in JSON, or one with
 * stand-ins, needs. Who says what is settled before anything is masked or mended, and comes with the messages.
 */
export function composeChat(input: {
  messages: readonly ChatMessage[]
  form: Pick<RequestForm, 'shape'>
  masked: boolean
}): readonly ChatMessage[] {
  const rules = [...(input.form.shape === '' ? [] : [input.form.shape]), ...(input.masked ? [LEAVE_STAND_INS] : [])]
  const { messages } = input
  if (rules.length === 0) return messages
  const [first] = messages
  // Some models take one system message, at the beginning.
  if (first?.role === 'system') return [{ role: 'system', content: [first.content, ...rules].join('\n\n') }, ...messages.slice(1)]
  return [{ role: 'system', content: rules.join('\n\n') }, ...messages]
}

/**
 * The schema to hand to a provider for its grammar: only where the text that goes there holds it word for word. Where masking has changed
 * it, it holds something private and stays here; the answer is then checked after the fact alone.
 */
export function schemaToSend(
  form: Pick<RequestForm, 'jsonSchema' | 'fields'>,
  messages: readonly ChatMessage[],
): Readonly<Record<string, unknown>> | undefined {
  if (!isSchema(form.jsonSchema)) return undefined
  const texts = Object.values(form.fields).filter((value): value is string => typeof value === 'string')
  const written = texts.find((text) => sameJson(text, form.jsonSchema))
  return written !== undefined && messages.some(({ content }) => content.includes(written)) ? form.jsonSchema : undefined
}

function isSchema(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value)
  } catch {
    return false
  }
}
