import type { Template } from '#contracts/generation.ts'
import type { ChatMessage } from '../providers/types.ts'
import type { Passage } from './passages.ts'

const SHAPES: Readonly<Record<Template, string>> = {
  summary: 'a summary in one or two short paragraphs',
  brief: 'a brief with short headings and the points that matter under each',
  email: 'an e-mail with a greeting, a short body and a closing line',
  bullets: 'a list of bullet points, one fact each',
}

/** Messages for a model: how to write, the request, and the passages to draw from. `masked` tells it to leave stand-ins alone. */
export function composeMessages(input: {
  prompt: string
  template: Template
  passages: readonly Passage[]
  masked: boolean
}): ChatMessage[] {
  const rules = [
    `Write ${SHAPES[input.template]}.`,
    'Write in the language of the request. Give only the text asked for, without a preface.',
    ...(input.passages.length > 0
      ? ['Take facts only from the passages below. Where they do not say, say so. Do not invent numbers, names or dates.']
      : []),
    ...(input.masked ? ['Names, addresses and numbers may be stand-ins: repeat them exactly as they are written.'] : []),
  ]
  const passages = input.passages.map((passage) => `--- ${passage.sourceName} ---\n${passage.text}`)
  const user = passages.length === 0 ? input.prompt : `${input.prompt}\n\nPassages:\n${passages.join('\n\n')}`
  return [
    { role: 'system', content: rules.join(' ') },
    { role: 'user', content: user },
  ]
}
