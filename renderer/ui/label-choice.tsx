import { useId, useState } from 'react'
import type { Label } from '#contracts/privacy.ts'
import { t } from '../i18n/t.ts'
import { LABEL_TEXT } from './badges.tsx'
import { Button } from './button.tsx'

export const RAISING_LABELS = ['internal', 'confidential', 'restricted'] as const satisfies readonly Label[]
export type RaisingLabel = (typeof RAISING_LABELS)[number]

const MEANING: Readonly<Record<RaisingLabel, string>> = {
  internal: t('for our own people'),
  confidential: t('for a few of them'),
  restricted: t('never leaves this machine'),
}

interface LabelChoiceProps {
  readonly busy: boolean
  readonly onChoose: (label: RaisingLabel) => void
  readonly onCancel: () => void
}

/** Asks which label a private text carries. */
export function LabelChoice({ busy, onChoose, onCancel }: LabelChoiceProps) {
  const [label, setLabel] = useState<RaisingLabel>('confidential')
  const name = useId()
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        onChoose(label)
      }}
    >
      <fieldset className="label-choice">
        <legend className="field-label">{t('It makes a text')}</legend>
        {RAISING_LABELS.map((choice) => (
          <label key={choice} className="label-choice-row">
            <input type="radio" name={name} className="checkbox" checked={label === choice} onChange={() => setLabel(choice)} />
            <span>
              {LABEL_TEXT[choice]} <span className="small muted">{MEANING[choice]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="row">
        <Button small tone="primary" type="submit" disabled={busy}>
          {t('Keep private')}
        </Button>
        <Button small onClick={onCancel}>
          {t('Cancel')}
        </Button>
      </div>
    </form>
  )
}
