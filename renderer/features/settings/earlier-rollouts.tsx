import type { RolloutReport } from '#contracts/flags.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { Badge } from '../../ui/badges.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { type SettingId, settingOf } from './settings-index.ts'

/** What was rolled out, and how it ended. */
export function EarlierRollouts({ rollouts }: { readonly rollouts: readonly RolloutReport[] }) {
  const ended = rollouts.flatMap(({ rollout }) => (rollout.endedAt === null ? [] : [{ ...rollout, endedAt: rollout.endedAt }]))
  if (ended.length === 0) return null
  return (
    <section className="setting" aria-labelledby="earlier-rollouts">
      <h3 id="earlier-rollouts" className="setting-title">
        {t('Earlier')}
      </h3>
      <ul className="plain-list stack">
        {ended.map(({ id, flag, to, state, endedAt, because }) => (
          <li key={id} className="row row-wrap">
            <Badge tone={state === 'done' ? 'good' : 'warn'}>
              {state === 'rolled-back' ? t('Taken back') : to ? t('Switched on') : t('Switched off')}
            </Badge>
            <span>{settingOf(`flag-${flag}` satisfies SettingId).title}</span>
            <span className="small muted">
              {fromCore(because)} {formatDateTime(endedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
