import type { ProviderTest } from '#contracts/providers.ts'
import { t } from '../../i18n/t.ts'
import { useHost } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { testSentence } from './test-sentences.ts'

const MOST = 8

interface TestResultProps {
  readonly test: ProviderTest | null
  readonly model: string
  /** Takes one of the models on offer; absent where none is asked for. */
  readonly onChoose?: (model: string) => void
}

/** What a provider answered, in words, and the models that it offers. */
export function TestResult({ test, model, onChoose }: TestResultProps) {
  const localOnly = useHost((s) => s.config?.privacyMode === 'local-only')
  if (test === null) return null
  const { tone, text } = testSentence(test, model, localOnly)
  const others = test.models.filter((name) => name !== model)
  return (
    <Callout tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <p>{text}</p>
      {onChoose !== undefined && others.length > 0 ? (
        <div className="row row-wrap test-models">
          {others.slice(0, MOST).map((name) => (
            <Button key={name} small onClick={() => onChoose(name)} aria-label={t('Use the model {name}', { name })}>
              <bdi>{name}</bdi>
            </Button>
          ))}
        </div>
      ) : null}
    </Callout>
  )
}
