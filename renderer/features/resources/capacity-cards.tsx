import { useEffect, useMemo, useState } from 'react'
import type { ResourceLimits, ResourceSample } from '#contracts/resources.ts'
import { measure, t } from '../../i18n/t.ts'
import { useResources } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { Chart } from '../../ui/chart/chart.tsx'
import type { ChartSeries, ChartThreshold } from '../../ui/chart/chart-types.ts'
import { formatMb } from '../../ui/format.ts'
import { heatText } from './heat-text.ts'
import { historySeries, liveSeries, type ResourceSeries } from './resource-series.ts'
import { SpanChoice } from './span-choice.tsx'

export type Span = 'live' | 'day' | 'month'
const percent = (value: number): string => measure(`${Math.round(value)} %`)
const SPAN_TEXT: Readonly<Record<Span, string>> = {
  live: t('last five minutes'),
  day: t('last 24 hours'),
  month: t('last 30 days'),
}

/** Processor, memory, graphics and battery, now and over time, with the levels at which background work makes way. */
export function CapacityCards() {
  const samples = useResources((s) => s.samples)
  const history = useResources((s) => s.history)
  const loadHistory = useResources((s) => s.loadHistory)
  const limits = useResources((s) => s.limits)
  const [span, setSpan] = useState<Span>('live')
  const now = samples.at(-1)
  const totalMb = now?.memory.totalMb ?? 0
  useEffect(() => {
    if (span !== 'live') return loadHistory(span)
  }, [span, loadHistory])
  const live = useMemo(() => liveSeries(samples), [samples])
  const kept = useMemo(
    () => (history === null || history.span !== span ? null : historySeries(history.data, totalMb)),
    [history, span, totalMb],
  )
  if (!now) return <p className="muted">{t('Waiting for the first measurement…')}</p>
  const series = span === 'live' ? live : kept
  return (
    <>
      {now.throttle === undefined ? null : (
        <Callout
          tone="info"
          title={now.throttle.level === 'stop' ? t('Background work is held back') : t('Background work goes on one at a time')}
        >
          {now.throttle.sentence}
        </Callout>
      )}
      <div className="row capacity-head">
        <h2 className="grow">{t('This machine')}</h2>
        <SpanChoice span={span} onSpan={setSpan} />
      </div>
      {series !== null && span !== 'live' && series.times.length === 0 ? (
        <p className="small muted">{t('Nothing is kept of this time yet: a line is written every minute while the app runs.')}</p>
      ) : null}
      <div className="capacity">
        <Processor now={now} series={series} span={span} limits={limits} />
        <Memory now={now} series={series} span={span} limits={limits} />
        <Graphics now={now} series={series} span={span} />
        <Battery now={now} series={series} span={span} limits={limits} />
        <Card title={t('Heat')} {...heatText(now)} />
      </div>
    </>
  )
}

interface PartProps {
  readonly now: ResourceSample
  /** Null while it is on its way. */
  readonly series: ResourceSeries | null
  readonly span: Span
  readonly limits?: ResourceLimits | null
}

function Processor({ now, series, span, limits }: PartProps) {
  const { cpu, process } = now
  const thresholds: ChartThreshold[] =
    // Above 100 percent load is no reason to stop.
    limits === null || limits === undefined || limits.cpuStopsPct > 100
      ? []
      : [
          { value: limits.cpuStopsPct, name: t('Background work stops'), tone: 'bad' },
          { value: limits.cpuGoesOnPct, name: t('Background work goes on'), tone: 'info' },
        ]
  return (
    <Card
      title={t('Processor')}
      value={percent(cpu.loadPct)}
      detail={t('Whole machine, {cores, plural, one {# core} other {# cores}}', { cores: cpu.cores })}
      own={t('This app {share}', { share: percent(process.cpuPct) })}
      chart={
        series === null ? null : (
          <TimeChart
            name={t('Processor load')}
            span={span}
            data={series}
            series={[
              { key: 'machine', name: t('Whole machine'), tone: 'first', shape: 'area', values: series.cpu },
              { key: 'own', name: t('This app'), tone: 'second', shape: 'line', values: series.ownCpu },
              ...(series.cpuHigh === null
                ? []
                : [{ key: 'high', name: t('Highest moment'), tone: 'third', shape: 'line', values: series.cpuHigh } as const]),
            ]}
            thresholds={thresholds}
            marks={series.throttled}
          />
        )
      }
    />
  )
}

function Memory({ now, series, span, limits }: PartProps) {
  const { memory, process } = now
  const reserve =
    limits === null || limits === undefined || memory.totalMb <= 0 ? null : 100 * (1 - limits.memoryReserveMb / memory.totalMb)
  const own = t('This app {size}', { size: formatMb(process.rssMb) })
  return (
    <Card
      title={t('Memory')}
      value={t('{size} free', { size: formatMb(memory.availableMb) })}
      detail={t('Whole machine, {size} in all', { size: formatMb(memory.totalMb) })}
      own={
        process.modelRssMb === undefined
          ? own
          : t('This app {size}, its model {modelSize}', { size: formatMb(process.rssMb), modelSize: formatMb(process.modelRssMb) })
      }
      chart={
        series === null ? null : (
          <TimeChart
            name={t('Memory in use')}
            span={span}
            data={series}
            series={[
              { key: 'machine', name: t('Whole machine'), tone: 'first', shape: 'area', values: series.memory },
              { key: 'own', name: t('This app'), tone: 'second', shape: 'line', values: series.ownMemory },
              { key: 'model', name: t('Its models'), tone: 'third', shape: 'line', values: series.modelMemory },
            ]}
            thresholds={
              reserve === null || reserve <= 0 || reserve >= 100
                ? []
                : [{ value: reserve, name: t('Kept free for the machine'), tone: 'warn' }]
            }
            marks={series.throttled.filter(({ code }) => code === 'MEMORY_PRESSED')}
          />
        )
      }
    />
  )
}

function Graphics({ now, series, span }: PartProps) {
  if (now.gpu.length === 0) return null
  const names = now.gpu.map(({ name, utilizationPct }) =>
    utilizationPct === null ? name : t('{name}, {share} busy', { name, share: percent(utilizationPct) }),
  )
  return (
    <Card
      title={t('GPU')}
      value={t('{size} free', { size: formatMb(now.gpu.reduce((sum, { vramFreeMb }) => sum + vramFreeMb, 0)) })}
      detail={names.join('; ')}
      chart={
        series === null ? null : (
          <TimeChart
            name={t('GPU memory in use')}
            span={span}
            data={series}
            series={[{ key: 'vram', name: t('Fullest card'), tone: 'first', shape: 'area', values: series.vram }]}
          />
        )
      }
    />
  )
}

function Battery({ now, series, span, limits }: PartProps) {
  const { battery } = now
  if (!battery.present) return null
  return (
    <Card
      title={t('Battery')}
      value={battery.percent === null ? t('Unknown') : percent(battery.percent)}
      detail={battery.charging ? t('Charging') : t('On battery')}
      chart={
        series === null ? null : (
          <TimeChart
            name={t('Battery charge')}
            span={span}
            data={series}
            series={[{ key: 'charge', name: t('Charge'), tone: 'first', shape: 'area', values: series.battery }]}
            thresholds={
              limits === null || limits === undefined
                ? []
                : [{ value: limits.batteryLowPct, name: t('Background work slows down'), tone: 'warn' }]
            }
            marks={series.throttled.filter(({ code }) => code === 'BATTERY_LOW')}
          />
        )
      }
    />
  )
}

interface TimeChartProps {
  readonly name: string
  readonly span: Span
  readonly data: ResourceSeries
  readonly series: readonly ChartSeries[]
  readonly thresholds?: readonly ChartThreshold[]
  readonly marks?: ResourceSeries['throttled']
}

/** Percent over the time that is looked at. */
function TimeChart({ name, span, data, series, thresholds = [], marks = [] }: TimeChartProps) {
  return (
    <Chart
      label={t('{name}, {time}', { name, time: SPAN_TEXT[span] })}
      times={data.times}
      from={data.from}
      to={data.to}
      gap={data.gap}
      max={100}
      series={series}
      thresholds={thresholds}
      intervals={marks}
      formatValue={percent}
    />
  )
}

interface CardProps {
  readonly title: string
  readonly value: string
  readonly detail: string
  readonly own?: string
  /** Null keeps its place free. */
  readonly chart?: React.ReactNode
}

function Card({ title, value, detail, own, chart }: CardProps) {
  return (
    <section className={`card capacity-card${chart === undefined ? ' is-plain' : ''}`} aria-label={title}>
      <div className="capacity-text">
        <h3 className="capacity-title">{title}</h3>
        <p className="capacity-value num">{value}</p>
        <p className="small muted num">{detail}</p>
        {own ? <p className="small muted num">{own}</p> : null}
      </div>
      {chart === undefined ? null : <div className="capacity-chart">{chart}</div>}
    </section>
  )
}
