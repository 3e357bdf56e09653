import { Lock } from 'lucide-react'
import { useId } from 'react'
import type { Label } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { Badge, LABEL_TEXT, LabelBadge } from '../../ui/badges.tsx'
import type { Reach } from '../../ui/where-it-may-go.ts'
import { isLocked, lockedText, REACH_CHOICE, REACHES, ruleSentence } from './policy-text.ts'

interface PolicyRuleProps {
  readonly label: Label
  readonly held: Reach
  /** A choice that does not hold yet; null for none. */
  readonly proposed: Reach | null
  /** Id of the text that says what could open a locked choice. */
  readonly lockedId: string
  readonly onChoose: (reach: Reach) => void
}

/** One rule of the policy: a sentence that is completed by choosing its end. */
export function PolicyRule({ label, held, proposed, lockedId, onChoose }: PolicyRuleProps) {
  const name = useId()
  const whyId = useId()
  const choice = (
    <span key="choice" className="policy-choices">
      {REACHES.map((reach) => {
        const isOff = isLocked(label, reach)
        return (
          <label key={reach} className="policy-choice" data-locked={isOff || undefined} title={isOff ? lockedText(label) : undefined}>
            <input
              type="radio"
              className="policy-radio"
              name={name}
              checked={(proposed ?? held) === reach}
              disabled={isOff}
              aria-describedby={isOff ? `${whyId} ${lockedId}` : undefined}
              onChange={() => onChoose(reach)}
            />
            {isOff ? <Lock size={12} aria-hidden /> : null}
            <span>{REACH_CHOICE[reach]}</span>
          </label>
        )
      })}
    </span>
  )
  return (
    <fieldset className="policy-rule">
      <legend className="visually-hidden">{LABEL_TEXT[label]}</legend>
      <div className="policy-sentence">
        {ruleSentence(label, { label: () => <LabelBadge key="label" label={label} />, choice: () => choice })}{' '}
        {proposed === null ? null : <Badge tone="warn">{t('Not saved')}</Badge>}
      </div>
      <span id={whyId} className="visually-hidden">
        {lockedText(label)}
      </span>
    </fieldset>
  )
}
