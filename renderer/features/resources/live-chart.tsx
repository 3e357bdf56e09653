import { useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useUi } from '../../state/app-context.ts'

interface LiveChartProps {
  /** Its accessible name; the numbers themselves stand beside it in text. */
  readonly label: string
  /** ms since the epoch. */
  readonly times: readonly number[]
  /** Percent, 0 to 100. The first is the whole machine, the second this app. */
  readonly series: ReadonlyArray<ReadonlyArray<number | null>>
  /** A level worth a line, in percent. */
  readonly threshold?: number
}

const HEIGHT = 112
const WINDOW_S = 300

/** A chart of the last five minutes, from 0 to 100 percent. */
export function LiveChart({ label, times, series, threshold }: LiveChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot>(null)
  const scheme = useColourScheme()
  const count = series.length

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the scheme changes
  useEffect(() => {
    const target = box.current
    if (!target) return
    const plot = new UPlot(chartOptions(target, count, threshold), [[], ...Array.from({ length: count }, () => [])], target)
    chart.current = plot
    const observer = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height: HEIGHT }))
    observer.observe(target)
    return () => {
      observer.disconnect()
      plot.destroy()
      chart.current = null
    }
  }, [count, threshold, scheme])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that was built anew has to be filled again
  useEffect(() => {
    chart.current?.setData([times.map((at) => at / 1000), ...series.map((values) => [...values])])
  }, [times, series, scheme])

  return <div ref={box} className="live-chart" role="img" aria-label={`${label}, last five minutes`} />
}

/** Changes whenever the colours of the page may have changed. */
function useColourScheme(): string {
  const theme = useUi((s) => s.theme)
  const [system, setSystem] = useState('')
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const update = (): void => setSystem(query.matches ? 'dark' : 'light')
    update()
    query.addEventListener('change', update)
    return () => query.removeEventListener('change', update)
  }, [])
  return `${theme}-${system}`
}

function chartOptions(target: HTMLElement, count: number, threshold: number | undefined): UPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--ink-3'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const lines = [
    { stroke: colour('--accent'), fill: `${colour('--accent')}22`, width: 1.5 },
    { stroke: colour('--warn'), width: 1.5, dash: [4, 3] },
  ]
  return {
    width: Math.max(120, target.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 16, 0, 0],
    scales: {
      x: { range: (_, __, max) => [max - WINDOW_S, max] },
      y: { range: [0, 100] },
    },
    axes: [
      { ...axis, size: 22, splits: (_, __, ___, max) => [max - 240, max - 120, max], values: () => ['4 min ago', '2 min ago', 'now'] },
      { ...axis, size: 40, splits: () => [0, 50, 100], values: (_, splits) => splits.map((value) => `${value} %`) },
    ],
    series: [{}, ...lines.slice(0, count).map((line) => ({ ...line, points: { show: false } }))],
    hooks: threshold === undefined ? {} : { draw: [(plot) => drawThreshold(plot, threshold, colour('--bad'))] },
  }
}

function drawThreshold(plot: UPlot, percent: number, stroke: string): void {
  const { ctx, bbox } = plot
  const y = Math.round(plot.valToPos(percent, 'y', true)) + 0.5
  ctx.save()
  ctx.strokeStyle = stroke
  ctx.setLineDash([2, 4])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.restore()
}
