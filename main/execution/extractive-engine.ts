import { setImmediate as nextTurn } from 'node:timers/promises'
import { estimateTokens } from '../providers/index.ts'
import { composeExtractive, EXTRACTIVE_ENGINE_NAME } from './extractive/index.ts'
import { namedSources } from './named-sources.ts'
import type { AttemptInput, Engine } from './plan.ts'

/** How long (ms) the engine may hold the event loop before it lets others run. */
const TURN_MS = 8

/** Ranks and cites sentences of the sources: no model, no network, the same answer every time. */
export function createExtractiveEngine(input: AttemptInput): Engine {
  return {
    name: EXTRACTIVE_ENGINE_NAME,
    async write(emit) {
      const { prompt, template } = input.generation
      let written = ''
      let turnStarted = performance.now()
      for (const piece of composeExtractive({ prompt, sources: namedSources(prompt, input.sources), template })) {
        input.signal.throwIfAborted()
        if (piece.type === 'text') written += piece.delta
        emit(piece)
        if (performance.now() - turnStarted > TURN_MS) {
          await nextTurn()
          turnStarted = performance.now()
        }
      }
      input.signal.throwIfAborted()
      return {
        usage: { inputTokens: estimateTokens(prompt), outputTokens: estimateTokens(written) },
        costUsd: 0,
        unresolved: [],
        extraSources: [],
      }
    },
  }
}
