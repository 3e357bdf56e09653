import type { GenerationRequestInput } from '#contracts/generation.ts'
import { useApp } from '../../state/app-context.ts'
import { generate, requestToSend } from '../../state/request-to-send.ts'

/** The request as it stands; null while something is missing. The same request once more goes on from the version in view. */
export function useRequest(): () => GenerationRequestInput | null {
  const app = useApp()
  return () => requestToSend(app)
}

/** Starts the request as it stands; does nothing while something is missing or another is being written. */
export function useGenerate(): () => void {
  const app = useApp()
  return () => generate(app)
}
