import { Check, Minus } from 'lucide-react'
import { useId } from 'react'
import type { Label } from '#contracts/privacy.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LABEL_ORDER, ROUTE_ORDER } from '../../state/labels.ts'
import { LabelBadge, ROUTE_MEANING, ROUTE_TEXT } from '../../ui/badges.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'

const LABEL_EXAMPLES: Readonly<Record<Label, string>> = {
  public: 'Nothing sensitive found',
  internal: 'Marked internal, unreleased plans',
  confidential: 'Names with e-mail, phone, address',
  restricted: 'Keys, ids, card numbers, health',
}

/** Which label may take which route, and the mode that overrides it. */
export function PolicyCard() {
  const { ui, host } = useApp()
  const config = useHost((s) => s.config)
  const titleId = useId()
  const localOnly = config?.privacyMode === 'local-only'
  const setMode = (on: boolean): void => {
    host
      .getState()
      .setPrivacyMode(on ? 'local-only' : 'balanced')
      .then(
        () => ui.getState().notify(on ? 'Every request now stays on this machine.' : 'Requests follow the policy again.'),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Policy</h2>
        <SwitchField label="Local only for every request" checked={localOnly} disabled={!config} onChange={setMode} />
      </div>
      <div className="table-scroll">
        <table className="table policy-table" aria-label="Routes allowed by label">
          <thead>
            <tr>
              <th scope="col">Label</th>
              {ROUTE_ORDER.map((route) => (
                <th key={route} scope="col" className="policy-route">
                  {ROUTE_TEXT[route]}
                  <span className="policy-meaning">{ROUTE_MEANING[route]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LABEL_ORDER.map((label) => (
              <tr key={label}>
                <th scope="row">
                  <LabelBadge label={label} />
                  <span className="policy-example">{LABEL_EXAMPLES[label]}</span>
                </th>
                {ROUTE_ORDER.map((route) => (
                  <td key={route}>
                    <Allowed yes={(config?.policy.allowed[label].includes(route) ?? false) && (!localOnly || route === 'local')} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Allowed({ yes }: { readonly yes: boolean }) {
  return yes ? (
    <span className="policy-yes">
      <Check size={15} aria-hidden /> Allowed
    </span>
  ) : (
    <span className="policy-no">
      <Minus size={15} aria-hidden /> No
    </span>
  )
}
