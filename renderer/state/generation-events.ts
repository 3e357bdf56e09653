import type { Attempt, Citation, Generation, GenerationEvent } from '#contracts/generation.ts'

/** The generation on screen. `gap` says that text was missed, so the viewer has to attach again. */
export interface Draft {
  readonly generation: Generation | null
  readonly restarts: readonly string[]
  readonly done: boolean
  readonly gap: boolean
}

export const EMPTY_DRAFT: Draft = { generation: null, restarts: [], done: false, gap: false }

/** Applies what a viewer received, in order. Text arrives at an offset, so a repeated piece does no harm. */
export function applyEvents(draft: Draft, events: readonly GenerationEvent[]): Draft {
  return events.reduce(applyEvent, draft)
}

function applyEvent(draft: Draft, event: GenerationEvent): Draft {
  switch (event.type) {
    case 'snapshot':
      return { generation: event.generation, restarts: [], done: false, gap: false }
    case 'done':
      return { ...draft, generation: event.generation, done: true, gap: false }
    case 'decision':
      return change(draft, () => ({ decision: event.decision }))
    case 'attempt':
      return change(draft, (g) => ({ state: 'running', attempts: withAttempt(g.attempts, event.attempt) }))
    case 'citation':
      return change(draft, (g) => ({ citations: withCitation(g.citations, event.citation) }))
    case 'text': {
      if (!draft.generation) return draft
      if (event.offset > draft.generation.text.length) return { ...draft, gap: true }
      return change(draft, (g) => ({ state: 'running', text: g.text.slice(0, event.offset) + event.delta }))
    }
    case 'restart':
      return { ...change(draft, () => ({ text: '', citations: [] })), restarts: [...draft.restarts, event.reason] }
  }
}

function change(draft: Draft, patch: (generation: Generation) => Partial<Generation>): Draft {
  return draft.generation ? { ...draft, generation: { ...draft.generation, ...patch(draft.generation) } } : draft
}

function withAttempt(attempts: readonly Attempt[], attempt: Attempt): Attempt[] {
  return [...attempts.filter((other) => other.id !== attempt.id), attempt].sort((a, b) => a.ordinal - b.ordinal)
}

function withCitation(citations: readonly Citation[], citation: Citation): Citation[] {
  const same = (other: Citation): boolean =>
    other.marker === citation.marker && other.source === citation.source && other.start === citation.start
  return [...citations.filter((other) => !same(other)), citation]
}
