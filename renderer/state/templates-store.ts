import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Template, TemplateDefinition } from '#contracts/templates.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { spokenTemplate } from './spoken-template.ts'

/** The templates that can be used, as the core has them. */
export interface TemplatesState {
  /** Empty until they have arrived. */
  readonly templates: readonly Template[]
  readonly error: string | null
  reload(): Promise<void>
  /** Rejects with what is wrong with the template. */
  put(definition: TemplateDefinition): Promise<void>
  remove(id: string): Promise<void>
}

export type TemplatesStore = StoreApi<TemplatesState>

export function createTemplatesStore(connection: ConnectionStore): TemplatesStore {
  return createStore<TemplatesState>()((set, get) => ({
    templates: [],
    error: null,
    async reload() {
      try {
        set({ templates: (await connection.api().templates.list()).map(spokenTemplate), error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    },
    async put(definition) {
      await connection.api().templates.put(definition)
      await get().reload()
    },
    async remove(id) {
      await connection.api().templates.remove({ id })
      await get().reload()
    },
  }))
}
