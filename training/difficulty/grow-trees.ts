import type { Trees } from '../../main/routing/difficulty/trees.ts'
import { createRandom } from '../tagger/random.ts'

export interface TreeSettings {
  readonly trees: number
  readonly depth: number
  readonly rate: number
  /** Share of the columns that a tree may use, and of the rows that it sees. */
  readonly columnShare: number
  readonly rowShare: number
  /** Weight that pulls a leaf towards nothing. */
  readonly shrink: number
  readonly minWeight: number
  readonly logistic: boolean
  readonly seed: number
}

const BINS = 48
const NO_EDGES = new Float32Array()

/** Gradient boosting (Friedman 2001) over binned columns, with second-order leaves. `x` holds `columns` values a row. */
export function growTrees(x: Float32Array, columns: number, y: Float32Array, weight: Float32Array, settings: TreeSettings): Trees {
  const n = y.length
  const { depth, logistic, rate, shrink } = settings
  const random = createRandom(settings.seed)
  const edges = Array.from({ length: columns }, (_, column) => edgesOf(x, columns, column, n))
  const bins = new Uint8Array(columns * n)
  for (let c = 0; c < columns; c += 1) {
    const cut = edges[c] ?? NO_EDGES
    for (let i = 0; i < n; i += 1) {
      const value = x[i * columns + c] ?? 0
      let low = 0
      let high = cut.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (value < (cut[middle] ?? 0)) high = middle
        else low = middle + 1
      }
      bins[c * n + i] = low
    }
  }
  let total = 0
  let sum = 0
  for (let i = 0; i < n; i += 1) {
    total += weight[i] ?? 0
    sum += (weight[i] ?? 0) * (y[i] ?? 0)
  }
  const average = sum / total
  const base = logistic ? Math.log(average / (1 - average)) : average
  const score = new Float32Array(n).fill(base)
  const inner = (1 << depth) - 1
  const columnsOut = new Uint8Array(settings.trees * inner)
  const thresholds = new Float32Array(settings.trees * inner)
  const leaves = new Float32Array(settings.trees << depth)
  const slope = new Float32Array(n)
  const curve = new Float32Array(n)
  const node = new Int16Array(n)
  const width = 1 << (depth - 1)
  const slopes = new Float64Array(width * BINS)
  const curves = new Float64Array(width * BINS)
  for (let tree = 0; tree < settings.trees; tree += 1) {
    for (let i = 0; i < n; i += 1) {
      const seen = random() < settings.rowShare ? (weight[i] ?? 0) : 0
      if (logistic) {
        const chance = 1 / (1 + Math.exp(-(score[i] ?? 0)))
        slope[i] = ((y[i] ?? 0) - chance) * seen
        curve[i] = chance * (1 - chance) * seen
      } else {
        slope[i] = ((y[i] ?? 0) - (score[i] ?? 0)) * seen
        curve[i] = seen
      }
    }
    const usable: number[] = []
    for (let c = 0; c < columns; c += 1) if (random() < settings.columnShare && (edges[c] ?? NO_EDGES).length > 0) usable.push(c)
    node.fill(0)
    for (let level = 0; level < depth; level += 1) {
      const nodes = 1 << level
      const first = nodes - 1
      const best = new Float64Array(nodes).fill(1e-9)
      const column = new Int16Array(nodes).fill(-1)
      const bin = new Uint8Array(nodes)
      for (const c of usable) {
        slopes.fill(0, 0, nodes * BINS)
        curves.fill(0, 0, nodes * BINS)
        const from = c * n
        for (let i = 0; i < n; i += 1) {
          const to = (node[i] ?? 0) * BINS + (bins[from + i] ?? 0)
          slopes[to] = (slopes[to] ?? 0) + (slope[i] ?? 0)
          curves[to] = (curves[to] ?? 0) + (curve[i] ?? 0)
        }
        for (let k = 0; k < nodes; k += 1) {
          let g = 0
          let h = 0
          for (let b = 0; b < BINS; b += 1) {
            g += slopes[k * BINS + b] ?? 0
            h += curves[k * BINS + b] ?? 0
          }
          const whole = (g * g) / (h + shrink)
          let left = 0
          let leftCurve = 0
          for (let b = 0; b < (edges[c] ?? NO_EDGES).length; b += 1) {
            left += slopes[k * BINS + b] ?? 0
            leftCurve += curves[k * BINS + b] ?? 0
            if (leftCurve < settings.minWeight || h - leftCurve < settings.minWeight) continue
            const gain = (left * left) / (leftCurve + shrink) + ((g - left) * (g - left)) / (h - leftCurve + shrink) - whole
            if (gain > (best[k] ?? 0)) {
              best[k] = gain
              column[k] = c
              bin[k] = b
            }
          }
        }
      }
      for (let k = 0; k < nodes; k += 1) {
        const c = column[k] ?? 0
        const place = tree * inner + first + k
        columnsOut[place] = Math.max(0, c)
        thresholds[place] = c < 0 ? Number.POSITIVE_INFINITY : ((edges[c] ?? NO_EDGES)[bin[k] ?? 0] ?? 0)
      }
      for (let i = 0; i < n; i += 1) {
        const k = node[i] ?? 0
        const c = column[k] ?? 0
        node[i] = 2 * k + (c >= 0 && (bins[c * n + i] ?? 0) > (bin[k] ?? 0) ? 1 : 0)
      }
    }
    const ends = 1 << depth
    const g = new Float64Array(ends)
    const h = new Float64Array(ends)
    for (let i = 0; i < n; i += 1) {
      g[node[i] ?? 0] = (g[node[i] ?? 0] ?? 0) + (slope[i] ?? 0)
      h[node[i] ?? 0] = (h[node[i] ?? 0] ?? 0) + (curve[i] ?? 0)
    }
    for (let end = 0; end < ends; end += 1) leaves[tree * ends + end] = (rate * (g[end] ?? 0)) / ((h[end] ?? 0) + shrink)
    for (let i = 0; i < n; i += 1) score[i] = (score[i] ?? 0) + (leaves[tree * ends + (node[i] ?? 0)] ?? 0)
  }
  return { depth, base, columns: columnsOut, thresholds, leaves }
}

function edgesOf(x: Float32Array, columns: number, column: number, n: number): Float32Array {
  const values = new Float32Array(n)
  for (let i = 0; i < n; i += 1) values[i] = x[i * columns + column] ?? 0
  values.sort()
  const edges: number[] = []
  for (let b = 1; b < BINS; b += 1) {
    const at = Math.floor((n * b) / BINS)
    const edge = Math.fround(((values[at] ?? 0) + (values[Math.max(0, at - 1)] ?? 0)) / 2)
    if (edge > (values[0] ?? 0) && (edges.length === 0 || edge > (edges[edges.length - 1] ?? 0))) edges.push(edge)
  }
  return Float32Array.from(edges)
}
