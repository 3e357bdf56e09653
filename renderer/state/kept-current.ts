import { coalesced } from './coalesced.ts'

/** What a view shows of the core, asked for again as long as somebody looks at it. */
export interface KeptCurrent {
  /** Asks now. */
  reload(): Promise<void>
  /** Keeps it current until the returned function is called, once. */
  listen(): () => void
  /** The core announced something that bears on it. */
  changed(): void
}

/** `work` asks the core and stores what it says, an error included; it runs once at a time. */
export function keptCurrent(work: () => Promise<void>): KeptCurrent {
  const reload = coalesced(work)
  let listeners = 0
  return {
    reload,
    listen() {
      listeners += 1
      void reload()
      return () => {
        listeners -= 1
      }
    },
    changed() {
      if (listeners > 0) void reload()
    },
  }
}
