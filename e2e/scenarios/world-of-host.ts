import type { World } from '../../main/testing/runner/index.ts'
import { worldOfApp } from '../../main/testing/session/app-world.ts'
import type { LangbaseServer, ScriptedServer } from '../services/index.ts'

/** The world of a host that shares its process with others: what its machine seems to have is not its own, and cannot be set. */
export function worldOf(dataDir: string, providers: { readonly local: ScriptedServer; readonly hosted: LangbaseServer }): World {
  return worldOfApp({ dataDir, providers, setMachine: () => Promise.reject(new Error('The machine of this run cannot be set.')) })
}
