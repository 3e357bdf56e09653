import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { z } from 'zod'
import { createClassifier, loadLexicons, type SectionClassifier } from '../main/privacy/classifier/index.ts'
import { createRuleBook } from '../main/privacy/rules/index.ts'
import { extractText } from '../main/sources/extract-text.ts'
import { type ExtractReply, type ScanReply, type TextTask, unpackText } from '../main/sources/text-tasks.ts'
import { asOrdinary } from '../main/thread-priority.ts'
import { replyOf } from '../main/worker-pool/reply.ts'

/** As niceness: the processor is for others first. */
const NICE = 10

const DataSchema = z.object({ lexiconsDir: z.string(), background: z.boolean().default(false) })

function createTasks(data: unknown) {
  // Built at the first scan: a thread that only extracts never loads the word lists.
  let classifier: SectionClassifier | null = null
  const rules = createRuleBook()
  let rulesNumber = -1
  return {
    /** The text of a file. */
    extract: (task: Extract<TextTask, { kind: 'extract' }>): Promise<ExtractReply> =>
      replyOf('SOURCE_NOT_EXTRACTABLE', 'This file could not be read. Save it as text or PDF and try again.', () => extractText(task)),
    /** What is found in each section of a text, overlaps and all. */
    scan: (task: Extract<TextTask, { kind: 'scan' }>): Promise<ScanReply> =>
      replyOf('CLASSIFIER_FAILED', 'The text could not be checked, so it counts as restricted. Try again.', () => {
        classifier ??= createClassifier(loadLexicons(DataSchema.parse(data).lexiconsDir), rules)
        const reader = classifier
        if (task.rulesNumber !== rulesNumber) rules.use(task.rules)
        rulesNumber = task.rulesNumber
        const text = unpackText(task.text)
        return task.sections.map((section) => reader.scanSection(text, section, task.goesOn))
      }),
  }
}

// Linux has a priority per thread, and 0 names this one; elsewhere it would be the whole process's.
asOrdinary()
if (process.platform === 'linux' && DataSchema.safeParse(workerData).data?.background === true) setPriority(0, NICE)

/** The pool's tasks, by name. */
export const { extract, scan } = createTasks(workerData)
