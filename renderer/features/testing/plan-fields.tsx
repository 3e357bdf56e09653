import type { ReactNode } from 'react'
import type { TestPlan } from '#contracts/test-plan.ts'
import type { ScenarioChoice } from '#contracts/test-work.ts'
import { t } from '../../i18n/t.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { chosenCount, RUNNER_CHOICES } from './work-text.ts'

interface PlanFieldsProps {
  readonly plan: TestPlan
  readonly choice: ScenarioChoice
  readonly onChange: (plan: TestPlan) => void
  /** Beside the runner: what carries the plan out. */
  readonly action?: ReactNode
}

/** Which scenarios are run, and by whom. No tag chosen stands for all of them. */
export function PlanFields({ plan, choice, onChange, action }: PlanFieldsProps) {
  const toggle = (tag: string): void => {
    const tags = plan.tags.includes(tag) ? plan.tags.filter((one) => one !== tag) : [...plan.tags, tag]
    onChange({ ...plan, tags })
  }
  const count = chosenCount(plan, choice)
  return (
    <>
      <div className="runner-row">
        <SelectField
          label={t('Runner')}
          value={plan.runner}
          options={RUNNER_CHOICES}
          onChange={(runner) => onChange({ ...plan, runner })}
        />
        {action}
      </div>
      <fieldset className="tag-choices">
        <legend className="field-label">{t('Only those with a tag')}</legend>
        {choice.tags.map((tag) => (
          <label key={tag} className="span-choice tag-choice">
            <input type="checkbox" className="covers-label" checked={plan.tags.includes(tag)} onChange={() => toggle(tag)} />
            <bdi>{tag}</bdi>
          </label>
        ))}
      </fieldset>
      <p className="small muted plan-count">
        {plan.tags.length === 0
          ? t('{count, plural, one {The one scenario that there is.} other {All # scenarios.}}', { count })
          : t('{count, plural, one {# scenario.} other {# scenarios.}}', { count })}
      </p>
    </>
  )
}
