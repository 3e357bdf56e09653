/** What the weak and the strong model made of one prompt, and the router's score for it: higher asks for the strong one. */
export interface ScoredPair {
  readonly score: number
  readonly weak: number
  readonly strong: number
}

export interface RoutingCurve {
  /** Average performance gap recovered: 0 as always weak, 1 as always strong, about 0.5 by chance. */
  readonly apgr: number
  /** Share of calls to the strong model, 0 to 1, that recovers half of the gap, and four fifths. */
  readonly cpt50: number
  readonly cpt80: number
}

interface Point {
  /** Share sent to the strong model. */
  readonly x: number
  /** Mean quality of the answers. */
  readonly y: number
}

/** Amount of a tie-break where scores repeat: RouteLLM's cut into tenths allows no two equal limits. */
const TIE_BREAK = 1e-6

/**
 * The figures as RouteLLM's evaluation gets them (`routellm/evals`, Ong et al. 2024): limits at every tenth of the scores, the area
 * under the eleven points by trapezes, CPT by numpy's interpolation. `random` breaks ties between equal scores and is drawn from only
 * then. NaN where the two models are equally good.
 */
export function routellmCurve(rows: readonly ScoredPair[], random: () => number): RoutingCurve {
  let scores = rows.map(({ score }) => score)
  let limits = tenths(scores)
  if (new Set(limits).size < limits.length) {
    scores = scores.map((score) => score + TIE_BREAK * random())
    limits = tenths(scores)
  }
  const points = limits.map((limit, index): Point => {
    let calls = 0
    let quality = 0
    for (const [at, row] of rows.entries()) {
      const score = scores[at] ?? 0
      const strong = index === limits.length - 1 ? score > limit : score >= limit
      if (strong) calls += 1
      quality += strong ? row.strong : row.weak
    }
    return { x: calls / rows.length, y: quality / rows.length }
  })
  points.sort((a, b) => a.x - b.x)
  const { weak, strong } = means(rows)
  const gap = strong - weak
  const width = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0)
  const share = (part: number): number =>
    interpolate(
      weak + part * gap,
      points.map(({ y }) => y),
      points.map(({ x }) => x),
    )
  return { apgr: (area(points) - weak * width) / (gap * width), cpt50: share(0.5), cpt80: share(0.8) }
}

/** The same over every prefix of the ranking, without cut-offs; CPT is where the curve first reaches the share. Ties count as mixed. */
export function exactCurve(rows: readonly ScoredPair[]): RoutingCurve {
  const ranked = [...rows].sort((a, b) => b.score - a.score)
  const { weak, strong } = means(rows)
  const gap = strong - weak
  const points: Point[] = [{ x: 0, y: weak }]
  let gained = 0
  for (const [at, row] of ranked.entries()) {
    gained += row.strong - row.weak
    // Within a run of equal scores nothing tells which goes first: a straight line, as of a random order.
    if (ranked[at + 1]?.score !== row.score) points.push({ x: (at + 1) / rows.length, y: weak + gained / rows.length })
  }
  const reach = (part: number): number => {
    const goal = weak + part * gap
    for (const [at, point] of points.entries()) {
      const before = points[at - 1]
      if (before !== undefined && point.y >= goal - 1e-12)
        return before.x + ((goal - before.y) / Math.max(1e-12, point.y - before.y)) * (point.x - before.x)
    }
    return 1
  }
  return { apgr: (area(points) - weak) / gap, cpt50: reach(0.5), cpt80: reach(0.8) }
}

export function means(rows: readonly ScoredPair[]): { readonly weak: number; readonly strong: number; readonly oracle: number } {
  const mean = (of: (row: ScoredPair) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  return { weak: mean((row) => row.weak), strong: mean((row) => row.strong), oracle: mean((row) => Math.max(row.weak, row.strong)) }
}

function area(points: readonly Point[]): number {
  let sum = 0
  for (const [at, point] of points.entries()) {
    const before = points[at - 1]
    if (before !== undefined) sum += ((before.y + point.y) / 2) * (point.x - before.x)
  }
  return sum
}

/** The eleven quantiles 0, 0.1 … 1 by linear interpolation. */
function tenths(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  return Array.from({ length: 11 }, (_, tenth) => {
    const place = ((sorted.length - 1) * tenth) / 10
    const below = Math.floor(place)
    const low = sorted[below] ?? 0
    const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? low
    return low + (high - low) * (place - below)
  })
}

/**
 * `numpy.interp` for one value. It expects rising `xs`; where a router's curve falls the answer depends on how numpy searches, so its
 * search (`binary_search_with_guess`, from a guess of 0) is followed step by step.
 */
export function interpolate(value: number, xs: readonly number[], ys: readonly number[]): number {
  const last = xs.length - 1
  const x = (at: number): number => xs[at] ?? Number.NaN
  const y = (at: number): number => ys[at] ?? Number.NaN
  if (value > x(last)) return y(last)
  if (value < x(0)) return y(0)
  const at = Math.min(numpySearch(value, xs), last)
  if (at === last || x(at) === value) return y(at)
  return y(at) + ((y(at + 1) - y(at)) / (x(at + 1) - x(at))) * (value - x(at))
}

function numpySearch(value: number, xs: readonly number[]): number {
  const x = (at: number): number => xs[at] ?? Number.NaN
  const size = xs.length
  if (size <= 4) {
    let at = 1
    while (at < size && value >= x(at)) at += 1
    return at - 1
  }
  let low = 0
  let high = size
  if (value < x(1)) return 0
  if (value < x(2)) return 1
  if (value < x(3)) return 2
  low = 3
  if (1 < size - 9 && value < x(9)) high = 9
  while (low < high) {
    const middle = low + ((high - low) >> 1)
    if (value >= x(middle)) low = middle + 1
    else high = middle
  }
  return low - 1
}
