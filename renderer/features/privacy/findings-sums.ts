import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { FINDING_FAMILIES, type FindingFamily, familyOf } from '../../ui/finding-kinds.ts'
import type { CalendarDay } from '../../ui/last-days.ts'

/** Families that are drawn together, so that a chart needs no more colours than can be told apart. */
export const FINDING_GROUPS = ['numbers', 'contact', 'health', 'other'] as const
export type FindingGroup = (typeof FINDING_GROUPS)[number]

const GROUP_OF: Readonly<Record<FindingFamily, FindingGroup>> = {
  secret: 'numbers',
  identity: 'numbers',
  contact: 'contact',
  health: 'health',
  workspace: 'other',
  other: 'other',
}

/** Findings of each group on each of the days; zero where there was none. */
export function groupsByDay(counted: FindingStatistics['days'], days: readonly CalendarDay[]): Record<FindingGroup, number[]> {
  const places = new Map(days.map(({ day }, index) => [day, index]))
  const empty = (): number[] => days.map(() => 0)
  const sums: Record<FindingGroup, number[]> = { numbers: empty(), contact: empty(), health: empty(), other: empty() }
  for (const { day, type, count } of counted) {
    const place = places.get(day)
    if (place === undefined) continue
    const mine = sums[GROUP_OF[familyOf(type)]]
    mine[place] = (mine[place] ?? 0) + count
  }
  return sums
}

export interface FamilySum {
  readonly family: FindingFamily
  readonly count: number
  readonly types: FindingStatistics['types']
}

/** Every family with its types, also those in which nothing was found. */
export function byFamily(types: FindingStatistics['types']): FamilySum[] {
  return FINDING_FAMILIES.map((family) => {
    const mine = types.filter(({ type }) => familyOf(type) === family)
    return { family, types: mine, count: mine.reduce((sum, { count }) => sum + count, 0) }
  })
}

/** What became of what was found: it stayed, it left masked, it left as it was (public text only), or its request did not run. */
export const FATES = ['kept', 'masked', 'as-written', 'not-run'] as const
export type Fate = (typeof FATES)[number]

export interface FateSum {
  readonly fate: Fate
  readonly count: number
  readonly requests: number
}

export function byFate(routes: FindingStatistics['routes']): FateSum[] {
  const routeOf = { kept: 'local', masked: 'hybrid', 'as-written': 'hosted', 'not-run': null } as const
  return FATES.map((fate) => {
    const found = routes.find(({ route }) => route === routeOf[fate])
    return { fate, count: found?.count ?? 0, requests: found?.requests ?? 0 }
  })
}
