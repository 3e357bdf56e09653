import type { AppEvent } from '#contracts/events.ts'

/** Announces what happened to whoever listens. A listener that throws does not keep the others from hearing it. */
export interface EventBus {
  emit(event: AppEvent): void
  on(listener: (event: AppEvent) => void): () => void
}

export function createEventBus(onListenerError: (error: unknown) => void): EventBus {
  const listeners = new Set<(event: AppEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          onListenerError(error)
        }
      }
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
