import { workerData } from 'node:worker_threads'
import { z } from 'zod'
import { type Classifier, createClassifier, loadLexicons } from '../main/privacy/classifier/index.ts'
import { createRuleBook } from '../main/privacy/rules/index.ts'
import { extractText } from '../main/sources/extract-text.ts'
import { type ExtractReply, replyOf, type ScanReply, type TextTask } from '../main/sources/text-tasks.ts'

const DataSchema = z.object({ lexiconsDir: z.string() })

function createTasks(data: unknown) {
  // Built at the first scan: a thread that only extracts never loads the word lists.
  let classifier: Classifier | null = null
  const rules = createRuleBook()
  return {
    /** The text of a file. */
    extract: (task: Extract<TextTask, { kind: 'extract' }>): Promise<ExtractReply> =>
      replyOf('SOURCE_NOT_EXTRACTABLE', 'This file could not be read. Save it as text or PDF and try again.', () => extractText(task)),
    /** Label and findings of a text. */
    scan: (task: Extract<TextTask, { kind: 'scan' }>): Promise<ScanReply> =>
      replyOf('CLASSIFIER_FAILED', 'The text could not be checked, so it counts as restricted. Try again.', () => {
        const started = performance.now()
        classifier ??= createClassifier(loadLexicons(DataSchema.parse(data).lexiconsDir), rules)
        rules.use(task.rules)
        const { label, findings } = classifier.scan(task.text)
        return { label, findings, elapsedMs: performance.now() - started }
      }),
  }
}

/** The pool's tasks, by name. */
export const { extract, scan } = createTasks(workerData)
