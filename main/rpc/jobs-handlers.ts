import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** Background work: seen and steered. */
export function jobsHandlers(os: Implementer['jobs'], { jobDesk: desk, storage }: Pick<App, 'jobDesk' | 'storage'>) {
  return {
    list: os.list.handler(async ({ input }) => [...(await storage.jobs.list(input))]),
    get: os.get.handler(({ input }) => desk.detail(input.id)),
    log: os.log.handler(({ input }) => desk.log(input.id)),
    cancel: os.cancel.handler(async ({ input }) => ({ cancelled: await desk.cancel(input.id) })),
    retry: os.retry.handler(async ({ input }) => ({ retried: await desk.retry(input.id) })),
    reprioritize: os.reprioritize.handler(async ({ input }) => ({ changed: await desk.reprioritize(input.id, input.priority) })),
    overview: os.overview.handler(({ input }) => storage.jobs.overview(input)),
    lines: os.lines.handler(async ({ input }) => [...(await storage.jobs.lines(input))]),
    place: os.place.handler(async ({ input }) => ({ placed: await desk.place(input.id, input.place) })),
    cancelMany: os.cancelMany.handler(({ input }) => desk.cancelMany(input)),
    retryMany: os.retryMany.handler(({ input }) => desk.retryMany(input)),
    counts: os.counts.handler(() => desk.counts()),
    kinds: os.kinds.handler(() => desk.kinds()),
    heldBack: os.heldBack.handler(() => desk.heldBack()),
    locks: os.locks.handler(() => desk.locks()),
    kpis: os.kpis.handler(({ input }) => desk.kpis(input.days)),
    schedules: {
      list: os.schedules.list.handler(() => desk.schedules.list()),
      put: os.schedules.put.handler(({ input }) => desk.schedules.put(input)),
      remove: os.schedules.remove.handler(async ({ input }) => ({ removed: await desk.schedules.remove(input.id) })),
    },
  }
}
