import { useEffect, useState } from 'react'
import type { FlagKey, FlagState, RolloutReport } from '#contracts/flags.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useRollouts } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { EarlierRollouts } from './earlier-rollouts.tsx'
import { RolloutCard } from './rollout-card.tsx'
import { Setting } from './setting.tsx'
import { type SettingId, settingElementId, settingOf } from './settings-index.ts'
import './features.css'

/** In the order in which they are shown. */
const SETTING_OF: Readonly<Record<FlagKey, SettingId>> = {
  'citation-repair': 'flag-citation-repair',
  'meaning-search': 'flag-meaning-search',
  'second-request': 'flag-second-request',
  'learned-difficulty': 'flag-learned-difficulty',
  'own-correction': 'flag-own-correction',
}
const KEYS = Object.keys(SETTING_OF) as FlagKey[]

/** What can be switched without a new version, and how a new value reaches more and more requests. */
export function FeaturesSection() {
  const { rollouts: store } = useApp()
  const flags = useRollouts((s) => s.flags)
  const rollouts = useRollouts((s) => s.rollouts)
  const error = useRollouts((s) => s.error)
  useEffect(() => store.getState().listen(), [store])
  if (error !== null) return <Callout tone="bad">{error}</Callout>
  if (flags === null) return null
  return (
    <>
      <Callout tone="info">
        {t(
          'A change here can go to all requests at once, or to a few first: the app then compares what becomes of them with the others, and goes on, waits or goes back by itself. No switch opens a way that the policy closes.',
        )}
      </Callout>
      {flags.problems.map((problem) => (
        <Callout key={problem} tone="warn">
          {fromCore(problem)}
        </Callout>
      ))}
      {KEYS.map((key) => {
        const state = flags.flags.find((flag) => flag.key === key)
        const report = rollouts?.find(({ rollout }) => rollout.id === state?.rollout?.id) ?? null
        return state === undefined ? null : <Feature key={key} state={state} report={report} />
      })}
      <EarlierRollouts rollouts={rollouts ?? []} />
    </>
  )
}

function Feature({ state, report }: { readonly state: FlagState; readonly report: RolloutReport | null }) {
  const { rollouts, ui } = useApp()
  const [asking, setAsking] = useState(false)
  const id = SETTING_OF[state.key]
  const { title } = settingOf(id)
  const failed = (error: unknown): void => ui.getState().notify(describeError(error))
  const set = (value: boolean): void => {
    const before = state.because === 'shipped' ? null : state.value
    rollouts
      .getState()
      .set(state.key, value)
      .then(
        () =>
          ui
            .getState()
            .notify(value ? t('On from now on: {what}.', { what: title }) : t('Off from now on: {what}.', { what: title }), () =>
              rollouts.getState().set(state.key, before),
            ),
        failed,
      )
  }
  const start = (): void => {
    setAsking(false)
    rollouts.getState().start(state.key, !state.value).catch(failed)
  }
  return (
    <Setting
      id={id}
      control={
        state.rollout === null ? (
          <div className="row">
            <Button small aria-describedby={`${settingElementId(id)}-title`} onClick={() => setAsking(true)}>
              {state.value ? t('Switch off step by step') : t('Switch on step by step')}
            </Button>
            <SwitchField
              of={`${settingElementId(id)}-title`}
              label={state.value ? t('On') : t('Off')}
              checked={state.value}
              onChange={set}
            />
          </div>
        ) : null
      }
    >
      {report === null ? null : <RolloutCard report={report} title={title} />}
      <Confirm
        open={asking}
        tone="primary"
        title={state.value ? t('Switch off step by step: {what}?', { what: title }) : t('Switch on step by step: {what}?', { what: title })}
        action={t('Begin with 5 %')}
        onCancel={() => setAsking(false)}
        onConfirm={start}
      >
        <p>
          {t(
            'It goes to 5 % of the requests, then to 10, 25, 50 and all of them. Each step waits for 50 requests of either kind. What turns out to be worse is taken back by itself.',
          )}
        </p>
      </Confirm>
    </Setting>
  )
}
