import { Lock } from 'lucide-react'
import { useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CardFoot } from '../../ui/card-foot.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { reachOf } from '../../ui/where-it-may-go.ts'
import { PolicyRule } from './policy-rule.tsx'
import { PolicySimulator } from './policy-simulator.tsx'
import { chosen, type PolicyDraft, policyOf } from './policy-text.ts'

interface PolicyCardProps {
  readonly draft: PolicyDraft
  readonly onDraft: (draft: PolicyDraft) => void
}

/** The policy as sentences. What is chosen is tried on recent requests first, and holds once it is saved. */
export function PolicyCard({ draft, onDraft }: PolicyCardProps) {
  const { ui, host } = useApp()
  const config = useHost((s) => s.config)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const titleId = useId()
  const lockedId = useId()
  const localOnly = config?.privacyMode === 'local-only'
  const changed = Object.keys(draft).length

  const setMode = (on: boolean): void => {
    host
      .getState()
      .setPrivacyMode(on ? 'local-only' : 'balanced')
      .then(
        () => ui.getState().notify(on ? t('Every request now stays on this machine.') : t('Requests follow the policy again.')),
        (reason: unknown) => ui.getState().notify(describeError(reason)),
      )
  }
  const save = (): void => {
    if (config === null) return
    const before = config.policy
    setBusy(true)
    ui.getState().clearNotice()
    host
      .getState()
      .setPolicy(policyOf(draft, before))
      .then(
        () => {
          onDraft({})
          setError(null)
          ui.getState().notify(t('The policy holds from now on.'), () => host.getState().setPolicy(before))
        },
        (reason: unknown) => setError(describeError(reason)),
      )
      .finally(() => setBusy(false))
  }

  return (
    <section className="card policy-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('What may leave')}</h2>
        <SwitchField label={t('Local only for every request')} checked={localOnly} disabled={!config} onChange={setMode} />
      </div>
      {localOnly ? (
        <Callout tone="info">{t('Local only is on: everything stays on this machine, whatever the rules below would allow.')}</Callout>
      ) : null}
      <div className="policy-rules">
        {config === null
          ? null
          : LABEL_ORDER.map((label) => (
              <PolicyRule
                key={label}
                label={label}
                held={reachOf(config.policy.allowed[label])}
                proposed={draft[label] ?? null}
                lockedId={lockedId}
                onChoose={(reach) => onDraft(chosen(draft, config.policy, label, reach))}
              />
            ))}
        <p id={lockedId} className="policy-locked small muted">
          <Lock size={13} aria-hidden />
          {t('Locked choices are looser than the built-in policy. Only an administrator’s signature could open them.')}
        </p>
      </div>
      {config === null ? null : <PolicySimulator policy={changed === 0 ? null : policyOf(draft, config.policy)} />}
      {error === null ? null : (
        <Callout tone="bad" title={t('The policy was not changed')} role="alert">
          {error}
        </Callout>
      )}
      <CardFoot>
        <Button tone="primary" disabled={changed === 0 || busy} onClick={save}>
          {t('Save the policy')}
        </Button>
        <Button disabled={changed === 0 || busy} onClick={() => onDraft({})}>
          {t('Discard')}
        </Button>
        <span className="small muted">
          {changed === 0
            ? t('What is saved is on record below and can be taken back.')
            : t('{count, plural, one {# rule differs from what holds.} other {# rules differ from what holds.}}', { count: changed })}
        </span>
      </CardFoot>
    </section>
  )
}
