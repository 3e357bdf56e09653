import { Dialog } from '@base-ui/react/dialog'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useOnboarding } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'
import { StepDraft } from './step-draft.tsx'
import { StepGate } from './step-gate.tsx'
import { StepModels } from './step-models.tsx'
import './onboarding.css'

const TITLES = [t('A gate for everything you write'), t('What can write on this machine'), t('Your first draft')] as const

/** The first steps. Escape and the button skip them; nothing was changed by then but what a step confirmed. */
export function Onboarding() {
  const open = useOnboarding((s) => s.open)
  const { onboarding, ui } = useApp()
  const heading = useRef<HTMLHeadingElement>(null)
  const skip = (): void => {
    onboarding
      .getState()
      .end('skipped')
      .then(
        () => ui.getState().notify(t('Skipped. You find the first steps again in Settings, About.')),
        // The answer could not be stored: it is asked once more at the next start, and nothing is lost.
        () => undefined,
      )
  }
  return (
    <Dialog.Root open={open} disablePointerDismissal onOpenChange={(next) => next || skip()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="onboarding" initialFocus={heading}>
          {open ? <Steps heading={heading} onSkip={skip} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Steps({ heading, onSkip }: { readonly heading: RefObject<HTMLHeadingElement | null>; readonly onSkip: () => void }) {
  const { onboarding, ui } = useApp()
  const [step, setStep] = useState(0)
  // The dialog gives it to the first one as it opens; from then on each step takes the focus, so that it is read out.
  useEffect(() => {
    if (step >= 0) heading.current?.focus()
  }, [step, heading])
  const finish = (): void => {
    // The draft stands, whether or not that was noted; at worst the first steps are offered once more.
    void onboarding
      .getState()
      .end('done')
      .catch(() => undefined)
    ui.getState().goTo('compose')
  }
  const next = (): void => setStep(step + 1)
  const back = step === 0 ? null : () => setStep(step - 1)
  const parts = [
    <StepGate key="gate" onNext={next} />,
    <StepModels key="models" onNext={next} onBack={back} />,
    <StepDraft key="draft" onBack={back} onFinish={finish} />,
  ]
  return (
    <>
      <div className="onboarding-head">
        <Wordmark />
        <ol className="plain-list onboarding-dots" aria-label={t('Steps')}>
          {TITLES.map((title, index) => (
            <li key={title} aria-current={index === step ? 'step' : undefined}>
              <span className="visually-hidden">{title}</span>
            </li>
          ))}
        </ol>
        <Button tone="quiet" onClick={onSkip}>
          {t('Skip')}
        </Button>
      </div>
      <p className="small muted onboarding-count">{t('Step {step} of {steps}', { step: step + 1, steps: TITLES.length })}</p>
      <Dialog.Title ref={heading} tabIndex={-1} className="onboarding-title">
        {TITLES[step]}
      </Dialog.Title>
      {parts[step]}
    </>
  )
}
