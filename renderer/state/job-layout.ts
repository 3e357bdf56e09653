import type { JobFilter, JobGrouping, JobSection } from '#contracts/job-list.ts'
import type { JobState } from '#contracts/jobs.ts'

/** Jobs that are asked for at a time. */
export const PAGE = 100
/** The renderer knows the contract by its types alone. */
const STATES: readonly JobState[] = ['queued', 'waiting', 'deferred', 'leased', 'running', 'succeeded', 'failed', 'cancelled', 'dead']
const DAY_MS = 86_400_000

/** What stands at a place of the list: the head of a group, or the nth job of it. */
export type Place =
  | { readonly type: 'head'; readonly section: JobSection; readonly isOpen: boolean }
  | { readonly type: 'job'; readonly section: JobSection; readonly index: number }

/** A list of groups as rows, of which none has to be there. */
export interface JobLayout {
  readonly rows: number
  at(row: number): Place | null
}

export function layoutOf(sections: readonly JobSection[], grouping: JobGrouping, closed: ReadonlySet<string>): JobLayout {
  const heads = grouping === 'none' ? 0 : 1
  const starts: number[] = []
  let rows = 0
  for (const { key, count } of sections) {
    starts.push(rows)
    rows += heads + (closed.has(key) ? 0 : count)
  }
  return {
    rows,
    at(row) {
      if (row < 0 || row >= rows) return null
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= row) low = middle
        else high = middle - 1
      }
      const section = sections[low]
      if (section === undefined) return null
      const within = row - (starts[low] ?? 0)
      if (within < heads) return { type: 'head', section, isOpen: !closed.has(section.key) }
      return { type: 'job', section, index: within - heads }
    },
  }
}

/** The name of a page of a group. */
export function pageKey(section: string, page: number): string {
  return `${page}:${section}`
}

/** Pages that rows from `first` to `last` need, with the group and the number of each. */
export function pagesOf(layout: JobLayout, first: number, last: number): { readonly section: JobSection; readonly page: number }[] {
  const pages = new Map<string, { section: JobSection; page: number }>()
  for (let row = Math.max(0, first); row <= Math.min(last, layout.rows - 1); row += 1) {
    const place = layout.at(row)
    if (place?.type !== 'job') continue
    const page = Math.floor(place.index / PAGE)
    pages.set(pageKey(place.section.key, page), { section: place.section, page })
  }
  return [...pages.values()]
}

/** The question for the jobs of one group. */
export function ofSection(
  filter: JobFilter,
  grouping: JobGrouping,
  key: string,
  utcOffsetMin: number,
): { readonly filter: JobFilter; readonly state?: JobState } {
  switch (grouping) {
    case 'none':
      return { filter }
    case 'state':
      return { filter, ...stateNamed(key) }
    case 'kind':
      return { filter: { ...filter, kind: key } }
    case 'workspace':
      return { filter: { ...filter, workspace: key } }
    case 'day': {
      const from = Number(key) * DAY_MS - utcOffsetMin * 60_000
      return { filter: { ...filter, from, to: from + DAY_MS } }
    }
  }
}

function stateNamed(key: string): { readonly state?: JobState } {
  const state = STATES.find((one) => one === key)
  return state === undefined ? {} : { state }
}
