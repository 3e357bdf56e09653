import { useEffect, useState } from 'react'
import type { UpdateState } from '#contracts/updates.ts'
import { useApp } from './app-context.ts'
import { describeError } from './describe-error.ts'
import { follow } from './follow.ts'

export type UpdateAction = 'look' | 'download' | 'stop' | 'install'

/** How it stands with new versions, while somebody looks; null before it is known. */
export function useUpdates(): { readonly updates: UpdateState | null; run(action: UpdateAction): void } {
  const { connection, ui } = useApp()
  const [updates, setUpdates] = useState<UpdateState | null>(null)
  useEffect(
    () =>
      follow<UpdateState>(connection, {
        open: (client, signal) => client.updates.watch(undefined, { signal }),
        onValue: setUpdates,
      }),
    [connection],
  )
  return {
    updates,
    run(action) {
      // What becomes of it comes with the stream.
      connection
        .api()
        .updates[action]()
        .catch((error: unknown) => ui.getState().notify(describeError(error)))
    },
  }
}
