import { BookOpenText, Cpu, Server } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { formatBytes } from '../../ui/format.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { providerFor, type WriterChoice, writerChoices } from './found-choices.ts'
import { OptionCard } from './option-card.tsx'
import { StepFrame } from './step-frame.tsx'

interface StepModelsProps {
  readonly onNext: () => void
  readonly onBack: (() => void) | null
}

/** What was found on this machine that can write, and the choice among it. */
export function StepModels({ onNext, onBack }: StepModelsProps) {
  const { providerDesk, models, host, connection } = useApp()
  const [choices, setChoices] = useState<readonly WriterChoice[] | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [modelOf, setModelOf] = useState<Readonly<Record<string, string>>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const looking = new AbortController()
    const { signal } = looking
    Promise.all([providerDesk.find(signal), connection.api().models.list(undefined, { signal })]).then(
      ([servers, { models: files, engineProblem }]) => setChoices(writerChoices(servers, engineProblem === null ? files : [])),
      (error: unknown) => {
        if (signal.aborted) return
        setChoices(writerChoices([], []))
        setProblem(describeError(error))
      },
    )
    return () => looking.abort()
  }, [providerDesk, connection])
  const current = choices?.find(({ key }) => key === chosen) ?? choices?.[0] ?? null
  const nameOf = (choice: Extract<WriterChoice, { kind: 'server' }>): string => modelOf[choice.key] ?? choice.models[0] ?? ''
  const confirm = (): void => {
    if (current === null) return
    setBusy(true)
    setProblem(null)
    take(current).then(onNext, (error: unknown) => {
      setBusy(false)
      setProblem(describeError(error))
    })
  }
  const take = async (choice: WriterChoice): Promise<void> => {
    if (choice.kind === 'file') await models.getState().add(choice.model.file, true)
    if (choice.kind !== 'server') return
    const providers = host.getState().config?.providers ?? []
    const known = providers.find(({ id }) => id === choice.server.providerId)
    const made = providerFor(
      choice.server,
      nameOf(choice),
      providers.map(({ id }) => id),
    )
    await providerDesk.put(known === undefined ? made : { ...known, model: made.model }, 0)
  }
  const found = (choices?.length ?? 0) - 1
  return (
    <StepFrame action={t('Continue')} busy={busy || choices === null} problem={problem} onBack={onBack} onNext={confirm}>
      <p className="onboarding-lead" role="status">
        {choices === null
          ? t('Looking for Ollama, Open WebUI, LM Studio and model files on this machine…')
          : t(
              '{found, plural, =0 {No model was found on this machine, and none is needed to begin. You can add one later in Settings.} one {One was found. It runs here, and nothing leaves.} other {# were found. They run here, and nothing leaves.}}',
              { found },
            )}
      </p>
      <fieldset className="option-list" aria-busy={choices === null}>
        <legend className="field-label">{t('What should write?')}</legend>
        {(choices ?? []).map((choice) => (
          <OptionCard
            key={choice.key}
            group="writer"
            checked={choice === current}
            onChoose={() => setChosen(choice.key)}
            icon={ICONS[choice.kind]}
            title={titleOf(choice)}
            text={textOf(choice)}
          >
            {choice.kind === 'server' && choice.models.length > 1 ? (
              <div className="option-more">
                <SelectField
                  label={t('Model')}
                  value={nameOf(choice)}
                  options={choice.models.map((name) => ({ value: name, text: name }))}
                  onChange={(name) => setModelOf({ ...modelOf, [choice.key]: name })}
                />
              </div>
            ) : null}
          </OptionCard>
        ))}
      </fieldset>
    </StepFrame>
  )
}

const ICONS: Readonly<Record<WriterChoice['kind'], ReactNode>> = {
  server: <Server size={16} aria-hidden />,
  file: <Cpu size={16} aria-hidden />,
  extractive: <BookOpenText size={16} aria-hidden />,
}

function titleOf(choice: WriterChoice): string {
  if (choice.kind === 'server') return choice.server.product
  return choice.kind === 'file' ? choice.model.name : t('Extractive engine')
}

function textOf(choice: WriterChoice): string {
  switch (choice.kind) {
    case 'server':
      return t('{count, plural, one {At {address}, with # model.} other {At {address}, with # models.}}', {
        address: new URL(choice.server.baseUrl).host,
        count: choice.models.length,
      })
    case 'file':
      return choice.model.facts === null
        ? t('A model file that Tidegate runs itself, without a network.')
        : t('A model file of {size} that Tidegate runs itself, without a network.', { size: formatBytes(choice.model.facts.sizeBytes) })
    case 'extractive':
      return t('Needs no model: it picks and orders sentences from your files, each with its citation. Always there.')
  }
}
