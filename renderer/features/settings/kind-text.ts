import type { ProviderKind } from '#contracts/config.ts'
import { t, verbatim } from '../../i18n/t.ts'

/** What people call each kind of provider. */
export const KIND_TEXT: Readonly<Record<ProviderKind, string>> = {
  ollama: verbatim('Ollama'),
  'open-webui': verbatim('Open WebUI'),
  'openai-compatible': t('OpenAI-compatible server'),
  langbase: verbatim('Langbase'),
}

/** Any kind, also those that are no servers. */
export function kindText(kind: string): string {
  if (kind === 'embedded') return t('Run by Tidegate')
  if (kind === 'extractive') return t('Built in, without a model')
  for (const [known, text] of Object.entries(KIND_TEXT)) if (known === kind) return text
  return kind
}

/** Where each kind usually is. */
export const USUAL_ADDRESS: Readonly<Record<ProviderKind, string>> = {
  ollama: 'http://127.0.0.1:11434',
  'open-webui': 'http://127.0.0.1:3000',
  'openai-compatible': 'http://127.0.0.1:1234',
  langbase: 'https://api.langbase.com',
}
