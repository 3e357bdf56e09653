import { useEffect, useId } from 'react'
import { useStore } from 'zustand'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { useApp } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { FAMILY_TEXT, FINDING_FAMILIES, type FindingFamily, familyOf, typeText } from '../../ui/finding-kinds.ts'
import { plural } from '../../ui/format.ts'

const EXAMPLES: Readonly<Record<FindingFamily, string>> = {
  secret: 'API keys, passwords, private keys',
  identity: 'Social security, passport, card, IBAN',
  contact: 'Names, e-mail, phone, postal address',
  health: 'Diagnoses, medication, insurance ids',
  workspace: 'What you call private yourself',
  other: 'Dates, links, organisations',
}

/** How findings are marked, and how many of each type were in the requests of the last 30 days. */
export function FindingsCard() {
  const { insight } = useApp()
  const statistics = useStore(insight, (s) => s.statistics)
  const error = useStore(insight, (s) => s.error)
  const titleId = useId()
  useEffect(() => void insight.getState().reload(), [insight])
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Findings, last 30 days</h2>
        <span className="small muted num nowrap">{statistics === null ? '' : plural(statistics.requests, 'request')}</span>
      </div>
      {error === null ? null : (
        <Callout tone="bad" title="The findings cannot be counted">
          {error}
        </Callout>
      )}
      <dl className="card-body legend">
        {FINDING_FAMILIES.map((family) => (
          <Family key={family} family={family} types={statistics?.types ?? []} />
        ))}
      </dl>
    </section>
  )
}

function Family({ family, types }: { readonly family: FindingFamily; readonly types: FindingStatistics['types'] }) {
  const mine = types.filter(({ type }) => familyOf(type) === family)
  const total = mine.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="legend-row">
      <dt className="row spread">
        <mark className={`finding-${family}`}>{FAMILY_TEXT[family]}</mark>
        <span className={total === 0 ? 'num muted' : 'num'}>{total.toLocaleString()}</span>
      </dt>
      <dd className="small muted">
        {mine.length === 0 ? EXAMPLES[family] : mine.map(({ type, count }) => `${typeText(type)} ${count.toLocaleString()}`).join(', ')}
      </dd>
    </div>
  )
}
