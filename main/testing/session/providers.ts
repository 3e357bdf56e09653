import type { ProviderStep } from '../runner/world.ts'
import { type Fault, type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'

/** Opens nothing but the server of the run. */
export const HOSTED_KEY = 'key-of-the-scripted-service'
/** Between two pieces of an answer (ms): what streams is seen to stream. */
const FRAME_MS = 20

/** Servers on loopback that stand for a local model and for the hosted service of one run. */
export interface ScriptedProviders {
  readonly local: ScriptedServer
  readonly hosted: LangbaseServer
  stop(): Promise<void>
}

export async function startProviders(): Promise<ScriptedProviders> {
  const [local, hosted] = await Promise.all([
    startOpenAiServer({ frameDelayMs: FRAME_MS }),
    startLangbaseServer({ key: HOSTED_KEY, frameDelayMs: FRAME_MS }),
  ])
  return {
    local,
    hosted,
    async stop() {
      await Promise.all([local.stop(), hosted.stop()])
    },
  }
}

/** How a server behaves from now on, by the words of a scenario. */
export function faultOf(does: ProviderStep['does']): Fault | null {
  switch (does) {
    case 'answer':
      return null
    case 'refuse':
      return { type: 'status', status: 403, body: { error: { message: 'No.' } } }
    case 'break':
      return { type: 'cut-frame', afterFrames: 2 }
    case 'stall':
      return { type: 'stall', afterFrames: 2 }
    case 'go-away':
      return { type: 'reset-before-answer', everywhere: true }
  }
}
