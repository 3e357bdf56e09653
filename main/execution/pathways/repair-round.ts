import type { ScanResult } from '#contracts/privacy.ts'
import { applyRepairs, failedSentences, repairMessages, verifyCitations } from '../citations/index.ts'
import { addedCosts, type ModelAnswer, type ModelCall } from './model-call.ts'
import type { Page, Task } from './types.ts'

/** Tokens for each sentence that is written anew, and for the answer as a whole. */
const TOKENS_PER_SENTENCE = 80
const TOKENS_AROUND = 64

/** The part of a call that a repair decides; who answers and how it is masked is the same as for the draft. */
export type RepairCall = Pick<ModelCall, 'texts' | 'compose' | 'maxTokens' | 'onText' | 'second'>

/**
 * One round of repair: the sentences that contradict the passage they draw on are shown to the model with it, and what it writes instead
 * takes their place where the passage bears it out. Nothing else changes; without such sentences nobody is asked. A failure leaves the draft
 * as it is.
 */
export async function repairCitations(
  task: Task,
  page: Page,
  answer: ModelAnswer,
  by: { readonly scan: (text: string) => Promise<ScanResult>; readonly ask: (call: RepairCall) => Promise<ModelAnswer> },
): Promise<ModelAnswer> {
  const sources = [...task.sources, ...answer.extraSources]
  const draft = page.text
  const { citations } = verifyCitations({ text: draft, citations: page.citations, sources })
  const failed = failedSentences(draft, citations)
  const messages = repairMessages(failed)
  if (messages === null) return answer
  let answers = ''
  let cost: ModelAnswer
  try {
    cost = await by.ask({
      texts: await Promise.all(messages.map(async ({ content }) => ({ text: content, findings: (await by.scan(content)).findings }))),
      compose: (texts) => messages.map(({ role }, index) => ({ role, content: texts[index] ?? '' })),
      second: true,
      maxTokens: TOKENS_AROUND + failed.length * TOKENS_PER_SENTENCE,
      onText(delta) {
        answers += delta
      },
    })
  } catch {
    // The attempt says what went wrong; the draft stands with its marks.
    task.signal.throwIfAborted()
    return answer
  }
  const repaired = applyRepairs({ draft, citations, sources, answers })
  if (repaired.repaired > 0) {
    page.restart(`${repaired.repaired} of ${repaired.asked} sentences that their source does not bear out were corrected.`)
    page.write({ type: 'text', delta: repaired.text })
    for (const citation of repaired.citations) page.write({ type: 'citation', citation })
  }
  const unresolved = repaired.repaired > 0 ? [...answer.unresolved, ...cost.unresolved] : answer.unresolved
  return { ...answer, ...addedCosts([answer, cost]), unresolved }
}
