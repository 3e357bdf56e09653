import type { GenerationRequestInput } from '#contracts/generation.ts'
import type { AppState } from './app-state.ts'
import { routeOptions } from './compose-store.ts'
import { versionInView } from './document-store.ts'
import { requestedSources } from './sources-store.ts'
import { fieldsFor, isSendable } from './template-fields.ts'

type Stores = Pick<AppState, 'compose' | 'sources' | 'templates' | 'generation' | 'connection' | 'documents'>

/** The request as it stands; null while something is missing. The same request once more goes on from the version in view. */
export function requestToSend({ compose, sources, templates, generation, connection, documents }: Stores): GenerationRequestInput | null {
  const request = compose.getState()
  const template = templates.getState().templates.find(({ id }) => id === request.template)
  const open = connection.getState().status === 'open'
  // Before the stored draft is there, its choices (local only, which sources) would not be in the request.
  if (!open || request.draftState === 'pending' || !isSendable(template, request.prompt, request.fields)) return null
  const before = generation.getState().generation
  const again = before !== null && before.form.typed === request.prompt && before.template === request.template
  const parentVersion = again ? versionInView(documents.getState(), before.id) : null
  return {
    prompt: request.prompt,
    sources: requestedSources(sources.getState()),
    template: request.template,
    fields: fieldsFor(template, request.fields),
    options: routeOptions(request),
    ...(parentVersion === null ? {} : { parentVersion }),
  }
}

/** Starts the request as it stands; does nothing while something is missing or another is being written. */
export function generate(app: Stores): void {
  const { phase, start } = app.generation.getState()
  const request = phase === 'idle' ? requestToSend(app) : null
  if (request !== null) void start(request)
}
