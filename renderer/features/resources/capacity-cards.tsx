import { useMemo } from 'react'
import type { ResourceSample } from '#contracts/resources.ts'
import { useResources } from '../../state/app-context.ts'
import { formatMb, plural } from '../../ui/format.ts'
import { heatText } from './heat-text.ts'
import { LiveChart } from './live-chart.tsx'

/** Processor, memory, GPU and battery as charts and as numbers. */
export function CapacityCards() {
  const samples = useResources((s) => s.samples)
  const now = samples.at(-1)
  const cpu = useMemo(() => samples.map((sample) => sample.cpu.loadPct), [samples])
  const ownCpu = useMemo(() => samples.map((sample) => Math.min(100, sample.process.cpuPct)), [samples])
  const memory = useMemo(() => samples.map(usedMemoryPct), [samples])
  const ownMemory = useMemo(
    () =>
      samples.map((sample) =>
        sample.memory.totalMb > 0 ? (100 * (sample.process.rssMb + (sample.process.modelRssMb ?? 0))) / sample.memory.totalMb : 0,
      ),
    [samples],
  )
  const battery = useMemo(() => samples.map((sample) => sample.battery.percent), [samples])
  if (!now) return <p className="muted">Waiting for the first measurement…</p>
  const times = samples.map((sample) => sample.at)
  return (
    <div className="capacity">
      <Card
        title="Processor"
        value={`${Math.round(now.cpu.loadPct)} %`}
        detail={`Whole machine, ${plural(now.cpu.cores, 'core')}`}
        own={`This app ${Math.round(now.process.cpuPct)} %`}
        chart={<LiveChart label="Processor load" times={times} series={[cpu, ownCpu]} threshold={90} />}
      />
      <Card
        title="Memory"
        value={`${formatMb(now.memory.availableMb)} free`}
        detail={`Whole machine, ${formatMb(now.memory.totalMb)} in all`}
        own={`This app ${formatMb(now.process.rssMb)}${now.process.modelRssMb === undefined ? '' : `, its model ${formatMb(now.process.modelRssMb)}`}`}
        chart={<LiveChart label="Memory in use" times={times} series={[memory, ownMemory]} />}
      />
      {now.gpu.map((gpu, index) => (
        <Card
          // biome-ignore lint/suspicious/noArrayIndexKey: two equal cards are told apart by their slot
          key={`${gpu.name}-${index}`}
          title={now.gpu.length > 1 ? `GPU ${index + 1}` : 'GPU'}
          value={`${formatMb(gpu.vramFreeMb)} free`}
          detail={`${gpu.name}, ${formatMb(gpu.vramTotalMb)}${gpu.utilizationPct === null ? '' : `, ${Math.round(gpu.utilizationPct)} % busy`}`}
          chart={
            <LiveChart
              label={`Memory in use of ${gpu.name}`}
              times={times}
              series={[samples.map((sample) => usedVramPct(sample, index))]}
            />
          }
        />
      ))}
      {now.battery.present ? (
        <Card
          title="Battery"
          value={now.battery.percent === null ? 'Unknown' : `${Math.round(now.battery.percent)} %`}
          detail={now.battery.charging ? 'Charging' : 'On battery'}
          chart={<LiveChart label="Battery charge" times={times} series={[battery]} />}
        />
      ) : null}
      <Card title="Heat" {...heatText(now)} />
    </div>
  )
}

interface CardProps {
  readonly title: string
  readonly value: string
  readonly detail: string
  readonly own?: string
  readonly chart?: React.ReactNode
}

function Card({ title, value, detail, own, chart }: CardProps) {
  return (
    <section className={`card capacity-card${chart === undefined ? ' is-plain' : ''}`} aria-label={title}>
      <div className="capacity-text">
        <h2 className="capacity-title">{title}</h2>
        <p className="capacity-value num">{value}</p>
        <p className="small muted num capacity-legend">
          {chart === undefined ? null : <span className="key key-machine" aria-hidden />}
          {detail}
        </p>
        {own ? (
          <p className="small muted num capacity-legend">
            <span className="key key-app" aria-hidden />
            {own}
          </p>
        ) : null}
      </div>
      {chart}
    </section>
  )
}

function usedMemoryPct({ memory }: ResourceSample): number {
  return memory.totalMb > 0 ? 100 * (1 - memory.availableMb / memory.totalMb) : 0
}

function usedVramPct(sample: ResourceSample, index: number): number | null {
  const gpu = sample.gpu[index]
  return gpu && gpu.vramTotalMb > 0 ? 100 * (1 - gpu.vramFreeMb / gpu.vramTotalMb) : null
}
