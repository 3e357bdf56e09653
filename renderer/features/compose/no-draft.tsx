import { FilePen } from 'lucide-react'
import { rich, t } from '../../i18n/t.ts'
import { useCompose } from '../../state/app-context.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { EXAMPLE_PROMPTS } from './example-prompts.ts'

/** What to do first: write, or take one of the examples. */
export function NoDraft() {
  const setPrompt = useCompose((s) => s.setPrompt)
  const use = (prompt: string): void => {
    setPrompt(prompt)
    document.getElementById('prompt')?.focus()
  }
  return (
    <EmptyState icon={<FilePen size={32} strokeWidth={1.5} aria-hidden />} title={t('Your draft appears here')}>
      <p>
        {rich('Say what should be written, choose the sources, then press Generate or <k>Ctrl+Enter</k>. Or begin with an example:', {
          k: (parts) => <kbd className="kbd">{parts}</kbd>,
        })}
      </p>
      <ul className="plain-list examples" aria-label={t('Example prompts')}>
        {EXAMPLE_PROMPTS.map((prompt) => (
          <li key={prompt}>
            <button type="button" className="example" onClick={() => use(prompt)}>
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
