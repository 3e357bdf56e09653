import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** New versions of the app. */
export function updatesHandlers(os: Implementer['updates'], { updates }: Pick<App, 'updates'>) {
  return {
    watch: os.watch.handler(async function* ({ signal }) {
      yield* updates.watch(signal)
    }),
    look: os.look.handler(() => updates.look()),
    download: os.download.handler(() => updates.download()),
    stop: os.stop.handler(() => updates.stop()),
    install: os.install.handler(() => updates.install()),
  }
}
