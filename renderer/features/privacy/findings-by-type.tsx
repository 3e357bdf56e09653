import { useId } from 'react'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { t } from '../../i18n/t.ts'
import { countText } from '../../ui/count-text.ts'
import { FAMILY_TEXT, type FindingFamily, typeText } from '../../ui/finding-kinds.ts'
import { Meter } from '../../ui/meter.tsx'
import { byFamily, type FamilySum } from './findings-sums.ts'

/** What each family stands for, where nothing of it was found. */
const EXAMPLES: Readonly<Record<FindingFamily, string>> = {
  secret: t('API keys, passwords, private keys'),
  identity: t('Social security, passport, card, IBAN'),
  contact: t('Names, e-mail, phone, postal address'),
  health: t('Diagnoses, medication, insurance ids'),
  workspace: t('What you call private yourself'),
  other: t('Dates, links, organisations'),
}

/** How findings are marked, and how many there were of each type. */
export function FindingsByType({ statistics }: { readonly statistics: FindingStatistics }) {
  const titleId = useId()
  const families = byFamily(statistics.types)
  const most = Math.max(1, ...statistics.types.map(({ count }) => count))
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('By type')}</h3>
      </div>
      <ul className="plain-list card-body findings-families" aria-label={t('Findings by type')}>
        {families.map((family) => (
          <Family key={family.family} {...family} most={most} />
        ))}
      </ul>
    </section>
  )
}

function Family({ family, count, types, most }: FamilySum & { readonly most: number }) {
  return (
    <li className="findings-family">
      <p className="row spread">
        <mark className={`finding-${family}`}>{FAMILY_TEXT[family]}</mark>
        <span className={count === 0 ? 'num muted' : 'num'}>{countText(count)}</span>
      </p>
      {types.length === 0 ? (
        <p className="small muted">{EXAMPLES[family]}</p>
      ) : (
        <ul className="plain-list">
          {types.map(({ type, count: mine, requests }) => (
            <li
              key={type}
              className="findings-bar small"
              title={t('in {count, plural, one {# request} other {# requests}}', { count: requests })}
            >
              <span className="truncate">{typeText(type)}</span>
              <Meter value={mine / most} />
              <span className="num findings-count">{countText(mine)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
