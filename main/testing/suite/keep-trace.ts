import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '#contracts/test-run.ts'
import type { AppUnderTest } from '../session/types.ts'

/** What was done and seen while a scenario ran, until it is kept or dropped. */
export interface TraceUnderWay {
  /** Writes it into a folder. Says why when there is none. */
  keep(folder: string): Promise<{ readonly artefact: Artefact } | { readonly why: string }>
  drop(): Promise<void>
}

const FILE = 'trace.zip'
/** A scenario leaves about a megabyte; one that leaves more than this (bytes) went round in circles. */
const MOST_BYTES = 32 * 1024 * 1024
/** A window that hangs never says that its trace is done (ms). */
const PATIENCE_MS = 15_000

/**
 * Has Playwright record actions, pictures and the page's content; no source files. Neither a trace that cannot be begun nor one that cannot be kept bears
 * on the verdict.
 */
export async function startTrace({ context, page }: Pick<AppUnderTest, 'context' | 'page'>): Promise<TraceUnderWay> {
  const begun = await outcomeOf(context.tracing.start({ screenshots: true, snapshots: true, sources: false }))
  const stop = (path?: string) => outcomeOf(context.tracing.stop(path === undefined ? {} : { path }))
  return {
    async keep(folder) {
      const path = join(folder, FILE)
      const problem = begun ?? (await stop(path))
      // Of a window that is gone, Playwright says what it stumbled over first, often a picture in a folder that went with the window.
      const gone = problem !== null && (page.isClosed() || (await outcomeOf(page.title())) !== null)
      if (problem !== null) return { why: gone ? 'The window was closed before its trace was kept.' : problem }
      const { size } = statSync(path)
      if (size <= MOST_BYTES) return { artefact: { kind: 'trace', name: '', path: FILE } }
      rmSync(path)
      return { why: `It was ${Math.round(size / 1_048_576)} MiB, and ${MOST_BYTES / 1_048_576} are kept.` }
    },
    async drop() {
      if (begun === null) await stop()
    },
  }
}

/** Null when it is done; else why it is not. */
async function outcomeOf(work: Promise<unknown>): Promise<string | null> {
  const { promise: overdue, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(() => resolve('The window did not answer.'), PATIENCE_MS)
  try {
    return await Promise.race([work.then(() => null), overdue])
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  } finally {
    clearTimeout(timer)
  }
}
