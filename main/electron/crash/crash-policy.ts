/** What a page that has gone is answered with. */
export type CrashReaction = 'ignore' | 'reload' | 'recover'

const MAX_RELOADS = 2
const WITHIN_MS = 5 * 60_000
/** Ends that are no crash: the system took memory back from a page in the background, or the page was closed. */
const NO_CRASH: ReadonlySet<string> = new Set(['clean-exit', 'memory-eviction'])

/**
 * Pure. `earlier` are the times (ms) of earlier reloads. A page that crashes is loaded again at most twice in five minutes; then something
 * in it crashes it each time, and the person is shown a page that cannot.
 */
export function reactToCrash(
  earlier: readonly number[],
  reason: string,
  now: number,
): { readonly reaction: CrashReaction; readonly reloads: readonly number[] } {
  const recent = earlier.filter((at) => at <= now && now - at < WITHIN_MS)
  if (NO_CRASH.has(reason)) return { reaction: 'ignore', reloads: recent }
  if (recent.length >= MAX_RELOADS) return { reaction: 'recover', reloads: recent }
  return { reaction: 'reload', reloads: [...recent, now] }
}
