import type { GenerationState } from '#contracts/generation.ts'

export const STATE_TEXT: Readonly<Record<GenerationState, string>> = {
  queued: 'Waiting',
  running: 'Writing',
  succeeded: 'Finished',
  failed: 'Failed',
  cancelled: 'Stopped',
  deferred: 'Deferred',
  blocked: 'Blocked',
}
