import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** Flags and their rollouts. */
export function rolloutHandlers(os: Implementer['rollout'], { rollout }: Pick<App, 'rollout'>) {
  return {
    flags: os.flags.handler(() => rollout.flags()),
    set: os.set.handler(({ input }) => rollout.set(input.key, input.value)),
    list: os.list.handler(() => rollout.reports()),
    start: os.start.handler(({ input }) => rollout.start(input)),
    change: os.change.handler(({ input }) => rollout[input.action](input.id)),
    check: os.check.handler(async () => [...(await rollout.check())]),
  }
}
