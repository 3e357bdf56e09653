import type { StoreApi } from 'zustand/vanilla'
import type { JobFilter, JobGrouping, JobLine, JobOrder, JobOverview } from '#contracts/job-list.ts'
import type { Job } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { layoutOf, ofSection, PAGE, pageKey, pagesOf } from './job-layout.ts'

/** Jobs change many times a second while much is done: the list is patched as often as this, and asked for anew as often as that, ms. */
const PATCH_EVERY_MS = 100
const ASK_EVERY_MS = 500

/** A list of any length, of which only what is in view is held. */
export interface JobListState {
  readonly filter: JobFilter
  readonly grouping: JobGrouping
  /** Groups that are folded up. */
  readonly closed: ReadonlySet<string>
  /** What was last answered, and for which question; null before the first answer. */
  readonly overview: JobOverview | null
  readonly shown: { readonly filter: JobFilter; readonly grouping: JobGrouping }
  readonly pages: ReadonlyMap<string, readonly JobLine[]>
  /** Rows of a question's first answer by job: those of the next question take their places, instead of being made anew. */
  readonly rowKeys: ReadonlyMap<string, string>
  readonly listError: string | null
  setFilter(filter: JobFilter): Promise<void>
  setGrouping(grouping: JobGrouping): Promise<void>
  toggle(section: string): void
  /** These rows are in view. */
  need(first: number, last: number): void
  refresh(): Promise<void>
  /** Keeps the list current until the returned function is called. */
  watchList(): () => void
}

/** Waiting jobs are seen in the order in which they come up, all others by their age. */
export function orderOf({ filter, grouping }: Pick<JobListState, 'filter' | 'grouping'>): JobOrder {
  return filter.scope === 'waiting' && grouping === 'none' ? 'next' : 'newest'
}

/** What local time is ahead of UTC, minutes. */
const utcOffsetMin = (): number => -new Date().getTimezoneOffset()

export interface JobListSlice {
  readonly initial: JobListState
  /** A job has changed. */
  changed(job: Job): void
}

export function createJobListSlice(
  connection: ConnectionStore,
  set: StoreApi<JobListState>['setState'],
  get: StoreApi<JobListState>['getState'],
): JobListSlice {
  /** Counts the questions, so that an answer which a newer question has overtaken is dropped. */
  let asked = 0
  let view = { first: 0, last: PAGE / 2 }
  const asking = new Set<string>()
  const changes = new Map<string, Job>()
  let watchers = 0
  let patchTimer: ReturnType<typeof setTimeout> | null = null
  let askTimer: ReturnType<typeof setTimeout> | null = null
  let tookMs = 0

  const linesOf = ({ filter, grouping }: JobListState['shown'], section: string, page: number): Promise<readonly JobLine[]> =>
    connection.api().jobs.lines({
      ...ofSection(filter, grouping, section, utcOffsetMin()),
      order: orderOf({ filter, grouping }),
      offset: page * PAGE,
      limit: PAGE,
    })

  async function load(): Promise<void> {
    asked += 1
    const mine = asked
    const { filter, grouping, closed } = get()
    const question = { filter, grouping }
    const started = performance.now()
    try {
      // Most lists have one group, and are seen from their beginning: its first page need not wait for how many there are.
      const isTop = grouping === 'none' && view.first < PAGE
      const [overview, top] = await Promise.all([
        connection.api().jobs.overview({ filter, by: grouping, utcOffsetMin: utcOffsetMin() }),
        isTop ? linesOf(question, '', 0) : null,
      ])
      if (mine !== asked) return
      const pages = new Map<string, readonly JobLine[]>(top === null ? [] : [[pageKey('', 0), top]])
      const wanted = pagesOf(layoutOf(overview.sections, grouping, closed), view.first, view.last)
      await Promise.all(
        wanted.map(async ({ section, page }) => {
          const key = pageKey(section.key, page)
          if (!pages.has(key)) pages.set(key, await linesOf(question, section.key, page))
        }),
      )
      if (mine !== asked) return
      const { shown, rowKeys } = get()
      const isSame = shown.filter === filter && shown.grouping === grouping
      set({ overview, shown: question, pages, rowKeys: isSame ? rowKeys : rowKeysOf(pages), listError: null })
    } catch (error) {
      if (mine === asked && connection.getState().status === 'open') set({ listError: describeError(error) })
    } finally {
      tookMs = performance.now() - started
    }
  }

  /** Pages in view that are not there yet. What comes is added to what is there. */
  function fill(): void {
    const { overview, shown, closed, pages } = get()
    if (overview === null) return
    for (const { section, page } of pagesOf(layoutOf(overview.sections, shown.grouping, closed), view.first, view.last)) {
      const key = pageKey(section.key, page)
      if (pages.has(key) || asking.has(key)) continue
      asking.add(key)
      const mine = asked
      linesOf(shown, section.key, page)
        .then((lines) => {
          if (mine === asked) set({ pages: new Map([...get().pages, [key, lines]]) })
        })
        .catch((error: unknown) => {
          if (mine === asked && connection.getState().status === 'open') set({ listError: describeError(error) })
        })
        .finally(() => asking.delete(key))
    }
  }

  function patch(): void {
    patchTimer = null
    if (changes.size === 0) return
    let isTouched = false
    const pages = new Map(
      [...get().pages].map(([key, lines]) => {
        if (!lines.some(({ id }) => changes.has(id))) return [key, lines] as const
        isTouched = true
        return [key, lines.map((line) => patched(line, changes.get(line.id)))] as const
      }),
    )
    changes.clear()
    if (isTouched) set({ pages })
  }

  /** Asking takes time of the core: never more than a fifth of it. */
  function askSoon(): void {
    if (watchers === 0 || askTimer !== null) return
    askTimer = setTimeout(
      () => {
        askTimer = null
        void load()
      },
      Math.max(ASK_EVERY_MS, 4 * tookMs),
    )
  }

  const initial: JobListState = {
    filter: {},
    grouping: 'none',
    closed: new Set(),
    overview: null,
    shown: { filter: {}, grouping: 'none' },
    pages: new Map(),
    rowKeys: new Map(),
    listError: null,
    setFilter(filter) {
      set({ filter })
      view = { first: 0, last: PAGE / 2 }
      return load()
    },
    setGrouping(grouping) {
      set({ grouping, closed: new Set() })
      view = { first: 0, last: PAGE / 2 }
      return load()
    },
    toggle(section) {
      const closed = new Set(get().closed)
      if (!closed.delete(section)) closed.add(section)
      set({ closed })
      fill()
    },
    need(first, last) {
      view = { first, last }
      fill()
    },
    refresh: load,
    watchList() {
      watchers += 1
      void load()
      return () => {
        watchers -= 1
        if (watchers > 0) return
        for (const timer of [patchTimer, askTimer]) if (timer !== null) clearTimeout(timer)
        patchTimer = null
        askTimer = null
      }
    },
  }
  return {
    initial,
    changed(job) {
      if (watchers === 0) return
      changes.set(job.id, job)
      patchTimer ??= setTimeout(patch, PATCH_EVERY_MS)
      askSoon()
    },
  }
}

function rowKeysOf(pages: JobListState['pages']): ReadonlyMap<string, string> {
  return new Map([...pages.values()].flat().map(({ id }, index) => [id, `row ${index}`]))
}

/** A line with what is new of its job; an older word of it changes nothing. */
function patched(line: JobLine, job: Job | undefined): JobLine {
  if (job === undefined) return line
  const { payload: _p, result: _r, owner: _o, leaseUntil: _l, fence: _f, ...known } = job
  return { ...line, ...known, isBehindLock: line.isBehindLock && job.state === 'queued' }
}
