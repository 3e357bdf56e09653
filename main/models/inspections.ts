import { statSync } from 'node:fs'
import { type InspectedModel, inspectModel } from './gguf/index.ts'

/** What was read of model files, as long as they are the same on the disk. */
export interface Inspections {
  /** Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
  of(file: string): Promise<InspectedModel>
}

const KEPT = 200

export function createInspections(): Inspections {
  const known = new Map<string, { readonly version: string; readonly model: Promise<InspectedModel> }>()
  return {
    of(file) {
      const version = versionOf(file)
      const held = known.get(file)
      if (held !== undefined && version !== null && held.version === version) return held.model
      const model = inspectModel(file)
      known.delete(file)
      if (version !== null) {
        known.set(file, { version, model })
        model.catch(() => known.delete(file))
      }
      const [oldest] = known.keys()
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
      return model
    },
  }
}

/** Null for a file that is not there. */
function versionOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? null : `${stats.size}-${stats.mtimeMs}`
}
