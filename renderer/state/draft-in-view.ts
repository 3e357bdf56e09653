import type { AppState } from './app-state.ts'
import { versionInView } from './document-store.ts'

export interface DraftInView {
  readonly text: string
  readonly versionId: string
  /** The generation that wrote it; null for a version that a person wrote. */
  readonly generationId: string | null
}

/** The finished text that Compose shows; null while there is none or it is still being written. */
export function draftInView({ documents, generation }: Pick<AppState, 'documents' | 'generation'>): DraftInView | null {
  const { shown } = documents.getState()
  const { generation: written, phase } = generation.getState()
  const text = shown?.text ?? written?.text ?? ''
  const versionId = versionInView({ shown }, written?.id ?? null)
  if (phase !== 'idle' || text === '' || versionId === null) return null
  return { text, versionId, generationId: shown === null ? (written?.id ?? null) : null }
}
