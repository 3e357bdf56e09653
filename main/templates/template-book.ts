import { TidegateError } from '#contracts/errors.ts'
import { TEMPLATE_LIMITS, type Template, type TemplateDefinition } from '#contracts/templates.ts'
import type { Clock } from '../platform.ts'
import type { TemplateStore } from '../storage/types.ts'
import { CHAT, CHAT_JSON } from './chat.ts'
import { QUESTION } from './question.ts'

/** The templates that can be used here: those that come with the app, and the workspace's own. */
export interface TemplateBook {
  list(): Promise<Template[]>
  find(id: string): Promise<Template | null>
  /** Throws NOT_FOUND. */
  get(id: string): Promise<Template>
  /** Adds or replaces one of the workspace's own. Throws CONFLICT for the id of a built-in one, BAD_INPUT when there are too many. */
  put(definition: TemplateDefinition): Promise<Template>
  /** False when there is none of that id. Throws CONFLICT for a built-in one. Requests that were made with it keep what it said. */
  remove(id: string): Promise<boolean>
}

export function createTemplateBook(deps: {
  store: TemplateStore
  clock: Clock
  builtIn(): readonly Template[]
  onChanged(): void
}): TemplateBook {
  const { store } = deps
  let shipped: readonly Template[] | null = null
  const builtIn = (): readonly Template[] => {
    shipped ??= deps.builtIn()
    return shipped
  }
  const ofTheApp = (id: string): Template | undefined => [...builtIn(), QUESTION, CHAT, CHAT_JSON].find((template) => template.id === id)
  const keepShipped = (id: string): void => {
    if (ofTheApp(id) === undefined) return
    throw new TidegateError('CONFLICT', `The template ${id} comes with the app and cannot be changed. Copy it under another id.`)
  }
  const own = async (): Promise<Template[]> => (await store.list()).map((definition) => ({ ...definition, builtIn: false }))
  const find = async (id: string): Promise<Template | null> => ofTheApp(id) ?? (await own()).find((template) => template.id === id) ?? null

  return {
    list: async () => [...builtIn(), ...(await own())],
    find,
    async get(id) {
      const template = await find(id)
      if (template !== null) return template
      throw new TidegateError('NOT_FOUND', `There is no template ${id}. "tidegate templates list" shows what there is.`)
    },
    async put(definition) {
      keepShipped(definition.id)
      const all = await own()
      if (all.length >= TEMPLATE_LIMITS.perWorkspace && !all.some(({ id }) => id === definition.id)) {
        throw new TidegateError('BAD_INPUT', `There are ${TEMPLATE_LIMITS.perWorkspace} templates already. Remove one first.`)
      }
      await store.put(definition, deps.clock.now())
      deps.onChanged()
      return { ...definition, builtIn: false }
    },
    async remove(id) {
      keepShipped(id)
      const removed = await store.remove(id)
      if (removed) deps.onChanged()
      return removed
    },
  }
}
