import { useId } from 'react'
import { FAMILY_TEXT, FINDING_FAMILIES, type FindingFamily } from '../../ui/finding-kinds.ts'

const EXAMPLES: Readonly<Record<FindingFamily, string>> = {
  secret: 'API keys, passwords, private keys',
  identity: 'Social security, passport, card, IBAN',
  contact: 'Names, e-mail, phone, postal address',
  health: 'Diagnoses, medication, insurance ids',
  workspace: 'What you call private yourself',
  other: 'Dates, links, organisations',
}

/** How findings are marked in the prompt. */
export function FindingsLegend() {
  const titleId = useId()
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Findings</h2>
      </div>
      <dl className="card-body legend">
        {FINDING_FAMILIES.map((family) => (
          <div key={family} className="legend-row">
            <dt>
              <span className={`legend-mark finding-${family}`}>{FAMILY_TEXT[family]}</span>
            </dt>
            <dd className="small muted">{EXAMPLES[family]}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
