import { ChartNoAxesColumn } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { JobFigures, JobKpis } from '#contracts/job-control.ts'
import { formattingLocale, t, verbatim } from '../../i18n/t.ts'
import { useApp, useJobFigures } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMs, formatPercent } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { jobKindText } from './job-text.ts'

const PERIODS = [
  { value: '7', text: t('Last 7 days') },
  { value: '30', text: t('Last 30 days') },
] as const

/** How much was done, how long it waited and took, and how much failed. */
export function FiguresPanel() {
  const { jobFigures } = useApp()
  const days = useJobFigures((s) => s.days)
  const kpis = useJobFigures((s) => s.kpis)
  const error = useJobFigures((s) => s.error)
  const titleId = useId()
  useEffect(() => void jobFigures.getState().load(jobFigures.getState().days), [jobFigures])
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('How background work went')}</h2>
        <div className="figures-period">
          <SelectField
            label={t('Period')}
            value={days === 30 ? '30' : '7'}
            options={PERIODS}
            onChange={(value) => void jobFigures.getState().load(Number(value))}
          />
        </div>
      </div>
      {error ? (
        <div className="card-body">
          <Callout tone="bad" title={t('The figures cannot be shown')} role="alert">
            {error}
          </Callout>
        </div>
      ) : null}
      {kpis === null ? null : kpis.total.jobs === 0 ? (
        <EmptyState icon={<ChartNoAxesColumn size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing has ended yet')}>
          {t('What jobs did, how long they waited and took, and how many failed stands here by kind. It stays when the jobs are gone.')}
        </EmptyState>
      ) : (
        <Figures kpis={kpis} titleId={titleId} />
      )}
    </section>
  )
}

const share = (value: number | null): string => (value === null ? '—' : formatPercent(value))
const time = (ms: number | null): string => (ms === null ? '—' : formatMs(ms))

function Figures({ kpis, titleId }: { readonly kpis: JobKpis; readonly titleId: string }) {
  const { total, kinds, utilisation, concurrency, staleWrites, from } = kpis
  const since = new Date(from).toLocaleDateString(formattingLocale(), { dateStyle: 'medium', timeZone: 'UTC' })
  return (
    <>
      <div className="card-body job-figures">
        <Figure
          title={t('Completed')}
          value={share(total.completionRate)}
          detail={t('of {count, plural, one {# job} other {# jobs}}', { count: total.jobs })}
        />
        <Figure
          title={t('Failed')}
          value={share(total.failureRate)}
          detail={t('{count, number} failed or given up', { count: total.failed })}
        />
        <Figure title={t('Mean wait')} value={time(total.meanWaitMs)} detail={t('from when it was due')} />
        <Figure title={t('Mean duration')} value={time(total.meanDurationMs)} detail={t('from its start to its end')} />
        <Figure
          title={t('Busy')}
          value={utilisation > 0 && utilisation < 0.01 ? verbatim('<1 %') : formatPercent(utilisation)}
          detail={t('of {places, plural, one {# place} other {# places}} since {since}', { places: concurrency, since })}
        />
      </div>
      <ScrollRegion className="table-scroll" label={t('Figures by kind of job')}>
        <table className="table" aria-labelledby={titleId}>
          <thead>
            <tr>
              <th scope="col">{t('Kind')}</th>
              {[t('Jobs'), t('Completed'), t('Failed'), t('Cancelled'), t('Mean wait'), t('Mean duration')].map((head) => (
                <th key={head} scope="col" className="end">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ kind, ...figures }) => (
              <Row key={kind} name={jobKindText(kind)} figures={figures} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="card-body small muted figures-note">
        {t('Mean times leave out what was cancelled.')}{' '}
        {staleWrites === 0
          ? t('No result was refused because somebody else had taken the job over.')
          : t(
              '{count, plural, one {# result of a holder that had lost its job was} other {# results of holders that had lost their job were}} refused.',
              { count: staleWrites },
            )}
      </p>
    </>
  )
}

function Figure({ title, value, detail }: { readonly title: string; readonly value: string; readonly detail: string }) {
  return (
    <div>
      <p className="job-figure-title">{title}</p>
      <p className="job-figure-value num">{value}</p>
      <p className="small muted">{detail}</p>
    </div>
  )
}

function Row({ name, figures }: { readonly name: string; readonly figures: JobFigures }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="end num">{figures.jobs.toLocaleString(formattingLocale())}</td>
      <td className="end num">{share(figures.completionRate)}</td>
      <td className="end num">{share(figures.failureRate)}</td>
      <td className="end num">{figures.cancelled.toLocaleString(formattingLocale())}</td>
      <td className="end num">{time(figures.meanWaitMs)}</td>
      <td className="end num">{time(figures.meanDurationMs)}</td>
    </tr>
  )
}
