import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

export function picturesHandlers(os: Implementer['pictures'], { pictures }: Pick<App, 'pictures'>) {
  return {
    list: os.list.handler(() => pictures.list()),
    look: os.look.handler(({ input, signal }) => pictures.look(input.id, signal)),
    alike: os.alike.handler(({ input, signal }) => pictures.alike(input, signal)),
    decide: os.decide.handler(async ({ input }) => {
      await pictures.decide(input)
      return pictures.list()
    }),
    undo: os.undo.handler(async ({ input }) => {
      await pictures.undo(input.ids)
      return pictures.list()
    }),
  }
}
