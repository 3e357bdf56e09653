import { useApp } from '../../state/app-context.ts'
import { routeOptions } from '../../state/compose-store.ts'
import { includedSources } from '../../state/sources-store.ts'
import { fieldsFor, isSendable } from '../../state/template-fields.ts'

/** Starts the request as it stands; does nothing while something is missing or another is being written. */
export function useGenerate(): () => void {
  const { compose, sources, templates, generation, connection } = useApp()
  return () => {
    const request = compose.getState()
    const ready = generation.getState().phase === 'idle' && connection.getState().status === 'open'
    // Before the stored draft is there, its choices (local only, which sources) would not be in the request.
    const template = templates.getState().templates.find(({ id }) => id === request.template)
    if (!ready || request.draftState === 'pending' || !isSendable(template, request.prompt, request.fields)) return
    void generation.getState().start({
      prompt: request.prompt,
      sources: includedSources(sources.getState()).map(({ id }) => ({ id })),
      template: request.template,
      fields: fieldsFor(template, request.fields),
      options: routeOptions(request),
    })
  }
}
