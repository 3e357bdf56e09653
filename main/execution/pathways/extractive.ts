import { setImmediate as nextTurn } from 'node:timers/promises'
import { TidegateError } from '#contracts/errors.ts'
import { estimateTokens } from '../../providers/index.ts'
import type { AttemptLog } from '../attempt-log.ts'
import { composeExtractive, EXTRACTIVE_ENGINE_NAME } from '../extractive/index.ts'
import { namedSources } from '../named-sources.ts'
import type { DraftPiece, SourceText } from '../types.ts'
import type { Pathway, Task } from './types.ts'

/** How long (ms) the engine may hold the event loop before it lets others run. */
const TURN_MS = 8

/** Ranks and cites sentences of the sources: no model, no network, the same answer every time. */
export function createExtractivePathway(task: Task, attempts: AttemptLog): Pathway {
  return {
    name: EXTRACTIVE_ENGINE_NAME,
    route: 'local',
    byModel: false,
    async write(page) {
      const cost = await attempts.run({ route: 'local', provider: null }, async (attempt) => {
        const { nothing, note, ...cost } = await extract(task, { prompt: task.generation.prompt, sources: task.sources }, (piece) => {
          attempt.begun()
          page.write(piece)
        })
        // A draft that says that it is none would be filed, exported and taken for one.
        if (nothing !== null) throw new TidegateError('NEEDS_MODEL', nothing)
        if (note !== null) attempt.note(note)
        return cost
      })
      return { ...cost, engine: EXTRACTIVE_ENGINE_NAME, unresolved: [], extraSources: [] }
    },
  }
}

/**
 * Writes from sources without a model, a turn of the event loop at a time. `nothing` says why nothing was written, `note` what has to be known of what was; null otherwise.
 * Throws what the task's signal was aborted with.
 */
export async function extract(
  { generation, signal }: Task,
  question: { readonly prompt: string; readonly sources: readonly SourceText[] },
  write: (piece: DraftPiece) => void,
) {
  const { prompt } = question
  const { extractive: template, output } = generation.form
  if (template === null) throw needsModel(output === 'json')
  let written = ''
  let turnStarted = performance.now()
  const composing = composeExtractive({ prompt, sources: namedSources(prompt, question.sources), template })
  let step = composing.next()
  for (; step.done !== true; step = composing.next()) {
    signal.throwIfAborted()
    const piece = step.value
    if (piece.type === 'text') written += piece.delta
    write(piece)
    if (performance.now() - turnStarted > TURN_MS) {
      await nextTurn()
      turnStarted = performance.now()
    }
  }
  signal.throwIfAborted()
  return { usage: { inputTokens: estimateTokens(prompt), outputTokens: estimateTokens(written) }, costUsd: 0, ...step.value }
}

/** It selects sentences; what has to be written anew is never made up. */
function needsModel(json: boolean): TidegateError {
  return new TidegateError(
    'NEEDS_MODEL',
    `${json ? 'Extraction to JSON' : 'This template'} needs a model; the extractive engine only selects sentences. Set one up, or choose another template, then try again.`,
  )
}
