import { Lock } from 'lucide-react'
import { useId } from 'react'
import type { Label } from '#contracts/privacy.ts'
import type { PolicySimulation } from '#contracts/privacy-insight.ts'
import { LabelBadge, ROUTE_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/format.ts'
import type { Reach } from '../../ui/where-it-may-go.ts'
import { isLocked, policySentence, REACH_CHOICE, REACHES } from './policy-text.ts'

interface PolicyRuleProps {
  readonly label: Label
  readonly held: Reach
  /** Id of the text that says why some choices are locked. */
  readonly lockedId: string
  /** A choice that is tried and does not hold yet. */
  readonly proposed: Reach | null
  readonly simulation: PolicySimulation | null
  readonly error: string | null
  readonly onPropose: (reach: Reach) => void
  readonly onApply: () => void
  readonly onCancel: () => void
}

/** One rule: the sentence, the choices, and what a new choice would change. */
export function PolicyRule({ label, held, lockedId, proposed, simulation, error, onPropose, onApply, onCancel }: PolicyRuleProps) {
  const name = useId()
  return (
    <fieldset className="policy-rule">
      <legend className="policy-sentence">
        <LabelBadge label={label} /> <span>{policySentence(label, held)}</span>
      </legend>
      <div className="policy-choices">
        {REACHES.map((reach) => {
          const isOff = isLocked(label, reach)
          return (
            <label key={reach} className="policy-choice" data-locked={isOff || undefined}>
              <input
                type="radio"
                className="checkbox"
                name={name}
                checked={(proposed ?? held) === reach}
                disabled={isOff}
                aria-describedby={isOff ? lockedId : undefined}
                onChange={() => onPropose(reach)}
              />
              <span>{REACH_CHOICE[reach]}</span>
              {isOff ? <Lock size={13} aria-hidden /> : null}
            </label>
          )
        })}
      </div>
      {proposed === null ? null : (
        <div className="policy-proposal" ref={(element) => element?.scrollIntoView({ block: 'nearest' })}>
          <div className="grow" role="status">
            <p>
              <strong>{REACH_CHOICE[proposed]}?</strong> Does not hold yet.
            </p>
            <p className="small">{error ?? (simulation === null ? 'Looking at recent requests…' : simulationText(simulation))}</p>
          </div>
          <div className="row">
            <Button small tone="primary" onClick={onApply}>
              Apply
            </Button>
            <Button small onClick={onCancel}>
              Cancel
            </Button>
          </div>
        </div>
      )}
    </fieldset>
  )
}

/** What a policy would have made of recent requests, in words. */
function simulationText({ considered, changed }: PolicySimulation): string {
  if (considered === 0) return 'There are no requests yet that it could be tried on.'
  const total = changed.reduce((sum, { count }) => sum + count, 0)
  const recent = considered === 1 ? 'The only request so far' : `None of the last ${considered.toLocaleString()} requests`
  if (total === 0) return considered === 1 ? `${recent} would be judged as it was.` : `${recent} would be judged otherwise.`
  const parts = changed.map(({ count, route, becomes }) => {
    const where = route === null ? 'without a route' : `on the ${ROUTE_TEXT[route].toLowerCase()} route`
    return becomes === 'forbidden'
      ? `${count.toLocaleString()} ${where}, which it would forbid`
      : `${count.toLocaleString()} blocked ${where}, which it would allow`
  })
  return `${plural(total, 'request')} of the last ${considered.toLocaleString()} would be judged otherwise: ${parts.join('; ')}.`
}
