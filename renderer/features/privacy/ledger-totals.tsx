import { useId } from 'react'
import type { LedgerTotal } from '#contracts/privacy.ts'
import { useLedger } from '../../state/app-context.ts'
import { TOTAL_DAYS } from '../../state/ledger-store.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatBytes } from '../../ui/format.ts'
import { addUp, bytesByDay, type Sum } from './ledger-sums.ts'

/** What left in the last 30 days: by day at a glance, by destination in figures. */
export function LedgerTotals() {
  const totals = useLedger((s) => s.totals)
  const titleId = useId()
  return (
    <section className="card ledger-totals" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Totals, last {TOTAL_DAYS} days</h2>
      </div>
      {totals === null || totals.length === 0 ? (
        <p className="card-body muted small">
          {totals === null ? 'Loading…' : 'Nothing was sent or refused. What leaves is added up here by destination and day.'}
        </p>
      ) : (
        <Figures totals={totals} />
      )}
    </section>
  )
}

function Figures({ totals }: { readonly totals: readonly LedgerTotal[] }) {
  const days = bytesByDay(totals, TOTAL_DAYS, new Date())
  const most = Math.max(1, ...days.map(({ bytes }) => bytes))
  return (
    <>
      <div className="card-body">
        <div className="day-bars" aria-hidden>
          {days.map(({ day, bytes }) => (
            <span key={day} title={`${day}: ${formatBytes(bytes)}`} className="day-bar">
              <span style={{ height: `${bytes === 0 ? 0 : Math.max(6, Math.round((bytes / most) * 100))}%` }} />
            </span>
          ))}
        </div>
        <div className="row spread small muted num" aria-hidden>
          <span>{days[0]?.day}</span>
          <span>most in a day: {formatBytes(most)}</span>
          <span>today</span>
        </div>
      </div>
      <ul className="plain-list totals-list" aria-label="Totals by destination">
        {addUp(totals, ({ destination }) => destination).map(({ key, sent, refused, bytesOut }) => (
          <li key={key}>
            <strong>{key}</strong>
            <span className="muted num">
              {sent.toLocaleString()} sent, {refused.toLocaleString()} refused, {formatBytes(bytesOut)}
            </span>
          </li>
        ))}
      </ul>
      <div className="card-body">
        <Disclosure summary="By day">
          <DayTable rows={addUp(totals, ({ day }) => day)} />
        </Disclosure>
      </div>
    </>
  )
}

function DayTable({ rows }: { readonly rows: readonly Sum[] }) {
  return (
    <div className="table-scroll">
      <table className="table" aria-label="Totals by day">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className="end">
              Sent
            </th>
            <th scope="col" className="end">
              Refused
            </th>
            <th scope="col" className="end">
              Bytes
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, sent, refused, bytesOut }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td className="end num">{sent.toLocaleString()}</td>
              <td className="end num">{refused.toLocaleString()}</td>
              <td className="end num nowrap">{formatBytes(bytesOut)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
