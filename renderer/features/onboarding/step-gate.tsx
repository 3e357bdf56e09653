import { HousePlug, Scale } from 'lucide-react'
import { useState } from 'react'
import type { PrivacyMode } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { GatePicture } from './gate-picture.tsx'
import { OptionCard } from './option-card.tsx'
import { StepFrame } from './step-frame.tsx'

/** What the gate does, and how strict it is to be. */
export function StepGate({ onNext }: { readonly onNext: () => void }) {
  const { host } = useApp()
  const present = useHost((s) => s.config?.privacyMode ?? 'balanced')
  const [chosen, setChosen] = useState<PrivacyMode | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const mode = chosen ?? present
  const confirm = (): void => {
    if (mode === present) {
      onNext()
      return
    }
    setBusy(true)
    host
      .getState()
      .setPrivacyMode(mode)
      .then(onNext, (error: unknown) => {
        setBusy(false)
        setProblem(describeError(error))
      })
  }
  return (
    <StepFrame action={t('Continue')} busy={busy} problem={problem} onNext={confirm}>
      <p className="onboarding-lead">
        {t(
          'Before anything runs, the gate looks at what your text contains and decides where it may go. You see why, and you see every byte that left.',
        )}
      </p>
      <GatePicture />
      <fieldset className="option-list">
        <legend className="field-label">{t('How strict should it be?')}</legend>
        <OptionCard
          group="privacy-mode"
          checked={mode === 'balanced'}
          onChoose={() => setChosen('balanced')}
          icon={<Scale size={16} aria-hidden />}
          title={t('Balanced')}
          text={t(
            'Each text goes where its label allows. Addresses, phone numbers and whoever they belong to leave only masked; keys, cards and health data never leave. A name alone is not private.',
          )}
        />
        <OptionCard
          group="privacy-mode"
          checked={mode === 'local-only'}
          onChoose={() => setChosen('local-only')}
          icon={<HousePlug size={16} aria-hidden />}
          title={t('Local only')}
          text={t('Nothing is sent anywhere, whatever it contains. You can change this at any time.')}
        />
      </fieldset>
    </StepFrame>
  )
}
