import type { RoutingSimulation } from '#contracts/routing-history.ts'

type Totals = RoutingSimulation['before']

const PARTS = ['local', 'hybrid', 'hosted', 'none'] as const

/** How the requests fall to the routes, as a bar. Decorative: the numbers stand below it. */
export function RouteBar({ text, totals }: { readonly text: string; readonly totals: Totals }) {
  const all = PARTS.reduce((sum, part) => sum + totals.routes[part], 0)
  return (
    <div className="route-bar-row" aria-hidden>
      <span className="small muted">{text}</span>
      <div className="route-bar">
        {PARTS.filter((part) => totals.routes[part] > 0).map((part) => (
          <span
            key={part}
            className={`route-part route-part-${part}`}
            style={{ width: `${(100 * totals.routes[part]) / Math.max(1, all)}%` }}
          />
        ))}
      </div>
    </div>
  )
}
