import type { Citation, GenerationEvent } from '#contracts/generation.ts'

/** The part of a generation that changes while it is being written. */
export interface LiveState {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly engine: string | null
}

/**
 * Drafts being written in this process. They belong to the core: a view attaches, leaves, reloads or dies without the draft
 * noticing, and catches up from the state when it comes back.
 */
export interface LiveDrafts {
  open(id: string, engine: string | null): void
  state(id: string): LiveState | null
  publish(id: string, event: GenerationEvent): void
  setEngine(id: string, engine: string): void
  subscribe(id: string, listener: (event: GenerationEvent) => void): () => void
  /** Nothing more is written. Says whether somebody watches, who has to be told. */
  close(id: string): boolean
}

export function createLiveDrafts(): LiveDrafts {
  const states = new Map<string, LiveState>()
  const listeners = new Map<string, Set<(event: GenerationEvent) => void>>()
  return {
    open(id, engine) {
      states.set(id, { text: '', citations: [], engine })
    },
    state: (id) => states.get(id) ?? null,
    setEngine(id, engine) {
      const state = states.get(id)
      if (state !== undefined) states.set(id, { ...state, engine })
    },
    publish(id, event) {
      const state = states.get(id)
      if (event.type === 'done') states.delete(id)
      else if (state !== undefined) states.set(id, applied(state, event))
      for (const listener of listeners.get(id) ?? []) listener(event)
    },
    close(id) {
      states.delete(id)
      return listeners.has(id)
    },
    subscribe(id, listener) {
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
      }
    },
  }
}

function applied(state: LiveState, event: GenerationEvent): LiveState {
  switch (event.type) {
    case 'text':
      return { ...state, text: state.text + event.delta }
    case 'citation':
      return { ...state, citations: [...state.citations, event.citation] }
    case 'restart':
      return { ...state, text: '', citations: [] }
    case 'snapshot':
      return { ...state, text: event.generation.text, citations: event.generation.citations }
    case 'decision':
    case 'attempt':
    case 'done':
      return state
  }
}

/** Folds a text event into the waiting one, so that a slow view gets one larger piece. */
export function mergeTextEvents(last: GenerationEvent, next: GenerationEvent): GenerationEvent | null {
  if (last.type !== 'text' || next.type !== 'text' || last.offset + last.delta.length !== next.offset) return null
  return { type: 'text', offset: last.offset, delta: last.delta + next.delta }
}
