import { useId } from 'react'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { t } from '../../i18n/t.ts'
import { useRules, useUi } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { countText } from '../../ui/count-text.ts'
import { formatPercent } from '../../ui/format.ts'
import { byFate, type Fate } from './findings-sums.ts'

const FATE_TEXT: Readonly<Record<Fate, { readonly text: string; readonly hint: string }>> = {
  kept: { text: t('Kept on this machine'), hint: t('The request ran here.') },
  masked: { text: t('Masked'), hint: t('Something invented of the same kind left instead.') },
  'as-written': { text: t('Left as written'), hint: t('In public text only: it does not raise the label.') },
  'not-run': { text: t('Did not run'), hint: t('The request waits, or was blocked.') },
}

/** What became of what was found, and what somebody marked as not private. */
export function FindingsFate({ statistics }: { readonly statistics: FindingStatistics }) {
  const titleId = useId()
  const fates = byFate(statistics.routes)
  const total = Math.max(
    1,
    fates.reduce((sum, { count }) => sum + count, 0),
  )
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('What became of them')}</h3>
      </div>
      <div className="card-body stack">
        <div className="fate-bar" aria-hidden>
          {fates
            .filter(({ count }) => count > 0)
            .map(({ fate, count }) => (
              <span key={fate} className={`fate-part fate-${fate}`} style={{ width: `${(100 * count) / total}%` }} />
            ))}
        </div>
        <ul className="plain-list fates" aria-label={t('What became of them')}>
          {fates.map(({ fate, count, requests }) => (
            <li key={fate}>
              <span className={`fate-key fate-${fate}`} aria-hidden />
              <span className="grow">
                {FATE_TEXT[fate].text}
                <span className="small muted fate-hint">{FATE_TEXT[fate].hint}</span>
              </span>
              <span className="num fate-figures">
                {countText(count)}
                <span className="small muted">
                  {t('{share}, in {count, plural, one {# request} other {# requests}}', {
                    share: formatPercent(count / total),
                    count: requests,
                  })}
                </span>
              </span>
            </li>
          ))}
        </ul>
        <Dismissed since={statistics.since} />
      </div>
    </section>
  )
}

function Dismissed({ since }: { readonly since: number }) {
  const rules = useRules((s) => s.rules)
  const setTab = useUi((s) => s.setPrivacyTab)
  const all = (rules ?? []).filter(({ kind }) => kind === 'not-private')
  const marked = all.filter(({ createdAt }) => createdAt >= since).length
  const held = all.filter(({ removedAt }) => removedAt === null).length
  return (
    <div className="row spread findings-dismissed">
      <p>
        {marked === 0
          ? t('Nothing was marked as not private in this time.')
          : t('{count, plural, one {# finding was} other {# findings were}} marked as not private in this time.', { count: marked })}{' '}
        <span className="muted">{t('{count, plural, one {# mark holds} other {# marks hold}} now.', { count: held })}</span>
      </p>
      <Button small onClick={() => setTab('rules')}>
        {t('Show them')}
      </Button>
    </div>
  )
}
