import type { HostCommand } from '#contracts/host-command.ts'
import type { ComposeStore } from './compose-store.ts'
import type { GenerationStore } from './generation-store.ts'
import type { JobsStore } from './jobs-store.ts'
import type { UiStore } from './ui-store.ts'

interface Stores {
  readonly ui: UiStore
  readonly jobs: JobsStore
  readonly compose: ComposeStore
  readonly generation: GenerationStore
}

/**
 * Shows what the desktop asks for. Nothing is ever run, and a prompt from outside takes the place of what the person typed only when they
 * say so.
 */
export function applyHostCommand(command: HostCommand, { ui, jobs, compose, generation }: Stores): void {
  switch (command.type) {
    case 'show-view':
      ui.getState().show(command.view)
      return
    case 'show-job':
      ui.getState().show('jobs')
      void jobs.getState().select(command.jobId)
      return
    case 'show-generation':
      ui.getState().show('compose')
      generation.getState().open(command.generationId)
      return
    case 'offer-files':
      ui.getState().offerFiles({ offerId: command.offerId, names: command.names })
      return
    case 'show-help':
      ui.getState().setHelpOpen(true)
      return
    case 'new-draft':
      ui.getState().show('compose')
      return
    case 'fill-prompt': {
      ui.getState().show('compose')
      const typed = compose.getState().prompt
      if (typed === command.prompt) return
      if (typed.trim() === '') compose.getState().setPrompt(command.prompt)
      else ui.getState().offerPrompt(command.prompt)
    }
  }
}
