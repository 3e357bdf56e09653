import type { ScanResult } from '#contracts/privacy.ts'
import { checkAnswer, repairRequest } from '../../templates/index.ts'
import { materialFor } from './material.ts'
import { addedCosts, type ModelAnswer } from './model-call.ts'
import type { RepairCall } from './repair-round.ts'
import type { Page, Task } from './types.ts'

/**
 * One round of repair for an answer that had to be JSON of a schema and is not: the model is told why, and what it then answers takes the
 * place of the first where it satisfies the schema. The request of the repair is scanned and masked as a whole, as it quotes the answer.
 */
export async function repairJson(
  task: Task,
  page: Page,
  answer: ModelAnswer,
  by: {
    readonly scan: (text: string) => Promise<ScanResult>
    readonly ask: (call: RepairCall) => Promise<ModelAnswer>
    readonly room: Parameters<typeof materialFor>[1]
  },
): Promise<ModelAnswer> {
  const { form, prompt } = task.generation
  const result = checkAnswer(form, page.text)
  if (result === null || result.valid) return answer
  const text = repairRequest(prompt, page.text, result)
  let mended = ''
  let cost: ModelAnswer
  try {
    const { findings } = await by.scan(text)
    cost = await by.ask({
      ...(await materialFor(task, by.room, { text, findings, sources: task.sources })),
      second: true,
      maxTokens: by.room.maxTokens,
      onText(delta) {
        mended += delta
      },
    })
  } catch {
    // The attempt says what went wrong; the answer stands, marked as invalid.
    task.signal.throwIfAborted()
    return answer
  }
  const costs = addedCosts([answer, cost])
  if (checkAnswer(form, mended)?.valid !== true) return { ...answer, ...costs }
  page.restart('The first answer did not satisfy the schema; this is the corrected one.')
  page.write({ type: 'text', delta: mended })
  return { ...answer, ...costs, unresolved: cost.unresolved }
}
