import type { DraftPiece, ExtractiveInput } from '../types.ts'
import { titleOf } from './blocks.ts'
import { layOut, readable } from './layout.ts'
import { CHOSEN_BY_ENGINE, NO_SENTENCES, NOTHING_TO_DRAW_FROM } from './nothing-to-write.ts'
import { type Candidate, selectSentences } from './select.ts'
import { wishesOf } from './wishes.ts'

export const EXTRACTIVE_ENGINE_NAME = 'Extractive engine (no model)'

export interface Composed {
  /** Why nothing was written; null where something was. */
  readonly nothing: string | null
  /** What whoever reads the draft has to know of it. */
  readonly note: string | null
}

/**
 * Writes a draft by selecting sentences of the sources: split, rank, thin out, order, lay out by the template, cite each. Pure. Comes
 * lazily; while it still reads long sources it yields empty text, so that a caller can let others run and can stop.
 */
export function* composeExtractive(input: ExtractiveInput): Generator<DraftPiece, Composed> {
  if (input.sources.length === 0) return { nothing: NOTHING_TO_DRAW_FROM, note: null }
  const wishes = wishesOf(input.prompt, input.template)
  const selection = selectSentences(input.prompt, input.sources, wishes.sentences)
  let step = selection.next()
  while (step.done !== true) {
    yield { type: 'text', delta: '' }
    step = selection.next()
  }
  const { sentences, open } = step.value
  if (sentences.length === 0) return { nothing: NO_SENTENCES, note: null }
  yield* written(sentences, input, wishes)
  return { nothing: null, note: open ? CHOSEN_BY_ENGINE : null }
}

function* written(chosen: readonly Candidate[], input: ExtractiveInput, wishes: ReturnType<typeof wishesOf>): Generator<DraftPiece> {
  const [only] = input.sources
  const title = input.sources.length === 1 && only !== undefined ? titleOf(only.text) : ''
  const markers = new Map<string, string>()
  const names = input.sources.map(({ name }) => name)
  for (const { before, sentence, after } of layOut(chosen, wishes, title, names)) {
    const source = input.sources[sentence.source]
    if (source === undefined) continue
    // The same words in two sources, or twice in one, are one passage to the reader.
    const text = readable(sentence.text)
    const known = markers.get(text)
    const marker = known ?? `[${markers.size + 1}]`
    yield { type: 'text', delta: `${before}${text} ${marker}${after}` }
    if (known !== undefined) continue
    markers.set(text, marker)
    const { start, end, text: quote } = sentence
    yield { type: 'citation', citation: { marker, source: source.id, sourceName: source.name, start, end, quote, verified: true } }
  }
}
