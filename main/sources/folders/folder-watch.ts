import { realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Disposable } from '../../platform.ts'
import { skipReasonOfName } from './skip-reason.ts'

/** Changes come in bursts: a look begins when there was none for so long, ms. */
const REST_MS = 400

/**
 * Calls `onChange` after something in the folder has changed and rests. `onLost` when changes are no longer seen (no more watches to be
 * had, the folder is gone): they are found at the next look then. Resolves once it watches.
 */
export async function watchFolder(
  path: string,
  events: { onChange: () => void; onLost: (error: unknown) => void; leaveOut: string },
): Promise<Disposable> {
  const { watch } = await import('chokidar')
  const leaveOut = await realpath(events.leaveOut)
  let timer: NodeJS.Timeout | null = null
  const watcher = watch(path, {
    ignored: (entry) => entry !== path && (entry === leaveOut || skipReasonOfName(basename(entry)) !== null),
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    depth: 32,
  })
  watcher.on('all', () => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(events.onChange, REST_MS)
  })
  watcher.on('error', events.onLost)
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve())
    watcher.once('error', () => resolve())
  })
  return {
    async dispose() {
      if (timer !== null) clearTimeout(timer)
      await watcher.close()
    },
  }
}
