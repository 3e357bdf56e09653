import { useEffect, useId } from 'react'
import type { OwnProcess } from '#contracts/resources.ts'
import { formattingLocale, measure, t } from '../../i18n/t.ts'
import { useResources } from '../../state/app-context.ts'
import { formatMb } from '../../ui/format.ts'

const ROLE: Readonly<Record<OwnProcess['role'], string>> = {
  app: t('App'),
  thread: t('Thread of the app'),
  window: t('Window'),
  graphics: t('Drawing'),
  model: t('Model'),
  other: t('Helper'),
}

// Made once, as the language stays: there is a number in every row, anew every few seconds.
const tenths = new Intl.NumberFormat(formattingLocale(), { maximumFractionDigits: 1 })

/** Percent of the machine, with a tenth: most parts take less than one. */
const formatShare = (percent: number): string => measure(`${tenths.format(percent)} %`)

/** What this app is made of, and what each part takes. Nothing where the system does not tell. */
export function ProcessTable() {
  const processes = useResources((s) => s.processes)
  const watch = useResources((s) => s.watchProcesses)
  const titleId = useId()
  useEffect(() => watch(), [watch])
  if (processes.length === 0) return null
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('Processes of this app')}</h2>
      </div>
      <div className="table-scroll">
        <table className="table" aria-labelledby={titleId}>
          <thead>
            <tr>
              <th scope="col">{t('Part')}</th>
              <th scope="col">{t('Name')}</th>
              <th scope="col" className="end">
                {t('Processor')}
              </th>
              <th scope="col" className="end">
                {t('Memory')}
              </th>
            </tr>
          </thead>
          <tbody>
            {processes.map(({ key, role, name, cpuPct, rssMb }) => (
              <tr key={key}>
                <th scope="row">{ROLE[role]}</th>
                <td>
                  <bdi className="mono small">{name}</bdi>
                </td>
                <td className="end num">{cpuPct === null ? '—' : formatShare(cpuPct)}</td>
                <td className="end num">{rssMb === null ? t('shared') : formatMb(rssMb)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
