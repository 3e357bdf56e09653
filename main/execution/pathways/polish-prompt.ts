import type { RequestForm } from '#contracts/templates.ts'
import type { ChatMessage } from '../../providers/types.ts'
import { composeMessages } from '../prompt.ts'

/** Messages that ask for a better text of a draft, without anything new in it. */
export function composePolish(input: { prompt: string; draft: string; form: Pick<RequestForm, 'shape' | 'output'> }): ChatMessage[] {
  const rules =
    'You get the request and a first draft. Write the final text: keep every fact, name, number and date of the draft and add none, ' +
    'mend language, order and tone, and leave out what the request does not ask for.'
  return composeMessages({ prompt: input.prompt, form: input.form, passages: [], masked: true }).map((message) =>
    message.role === 'system'
      ? { ...message, content: `${message.content} ${rules}` }
      : { ...message, content: `${message.content}\n\nDraft:\n${input.draft}` },
  )
}
