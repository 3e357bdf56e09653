import type { PathKind } from '#contracts/rpc.ts'
import { useApp, useHost } from './app-context.ts'
import { describeError } from './describe-error.ts'

/** Asks for a path by the system's dialog; null in a host that has none. Whoever chooses nothing changes nothing. */
export function useChoosePath(kind: PathKind, onPath: (path: string) => void): (() => void) | null {
  const { connection, ui } = useApp()
  const can = useHost((s) => s.info?.choosesPaths === true)
  if (!can) return null
  return () => {
    connection
      .api()
      .host.choosePath({ kind })
      .then(
        ({ path }) => {
          if (path !== null) onPath(path)
        },
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
}
