import { Lock } from 'lucide-react'
import { useId, useState } from 'react'
import type { Label } from '#contracts/privacy.ts'
import type { PolicySimulation } from '#contracts/privacy-insight.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { Callout } from '../../ui/callout.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { type Reach, reachOf } from '../../ui/where-it-may-go.ts'
import { PolicyRule } from './policy-rule.tsx'
import { routesFor } from './policy-text.ts'

interface Proposal {
  readonly label: Label
  readonly reach: Reach
  /** Null while it is being worked out. */
  readonly simulation: PolicySimulation | null
  readonly error: string | null
}

/** Each rule of the policy as a sentence, with what a workspace may choose; a choice is tried on recent requests before it holds. */
export function PolicyCard() {
  const { ui, host, insight } = useApp()
  const config = useHost((s) => s.config)
  const [proposal, setProposal] = useState<Proposal | null>(null)
  const titleId = useId()
  const lockedId = useId()
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
  const propose = (label: Label, reach: Reach): void => {
    if (config === null) return
    setProposal({ label, reach, simulation: null, error: null })
    const still = (next: Partial<Proposal>): void =>
      setProposal((now) => (now?.label === label && now.reach === reach ? { ...now, ...next } : now))
    insight
      .getState()
      .simulate({ allowed: { ...config.policy.allowed, [label]: routesFor(label, reach) } })
      .then(
        (simulation) => still({ simulation }),
        (error: unknown) => still({ error: describeError(error) }),
      )
  }
  const apply = ({ label, reach }: Proposal): void => {
    if (config === null) return
    const before = config.policy.allowed[label]
    ui.getState().clearNotice()
    host
      .getState()
      .setAllowedRoutes(label, routesFor(label, reach))
      .then(
        () => {
          setProposal(null)
          ui.getState().notify('The rule holds from now on.', () => host.getState().setAllowedRoutes(label, before))
        },
        (error: unknown) => setProposal((now) => (now === null ? null : { ...now, error: describeError(error) })),
      )
  }

  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>What may leave</h2>
        <SwitchField label="Local only for every request" checked={localOnly} disabled={!config} onChange={setMode} />
      </div>
      {localOnly ? (
        <Callout tone="info">Local only is on: everything stays on this machine, whatever the rules below would allow.</Callout>
      ) : null}
      <div className="policy-rules">
        {config === null
          ? null
          : LABEL_ORDER.map((label) => {
              const held = reachOf(config.policy.allowed[label])
              const mine = proposal?.label === label ? proposal : null
              return (
                <PolicyRule
                  key={label}
                  label={label}
                  held={held}
                  lockedId={lockedId}
                  proposed={mine?.reach ?? null}
                  simulation={mine?.simulation ?? null}
                  error={mine?.error ?? null}
                  onPropose={(reach) => (reach === held ? setProposal(null) : propose(label, reach))}
                  onApply={() => mine && apply(mine)}
                  onCancel={() => setProposal(null)}
                />
              )
            })}
        <p id={lockedId} className="policy-locked small muted">
          <Lock size={13} aria-hidden /> Locked choices are looser than the built-in policy. Only an administrator’s signature could open
          them.
        </p>
      </div>
    </section>
  )
}
