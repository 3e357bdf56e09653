import { useApp } from '../../state/app-context.ts'
import { routeOptions } from '../../state/compose-store.ts'
import { requestedSources } from '../../state/sources-store.ts'

/** Starts the request as it stands; does nothing while there is no prompt or another is being written. */
export function useGenerate(): () => void {
  const { compose, sources, generation, connection } = useApp()
  return () => {
    const request = compose.getState()
    const ready = generation.getState().phase === 'idle' && connection.getState().status === 'open'
    // Before the stored draft is there, its choices (local only, which sources) would not be in the request.
    if (!ready || request.draftState === 'pending' || request.prompt.trim() === '') return
    void generation.getState().start({
      prompt: request.prompt,
      sources: requestedSources(sources.getState()),
      template: request.template,
      options: routeOptions(request),
    })
  }
}
