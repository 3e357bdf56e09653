import { TidegateError } from '#contracts/errors.ts'
import type { Locality } from '#contracts/generation.ts'

/**
 * Finds out whether a server at a local address passes requests on to a service elsewhere (a cloud model behind a local Ollama, an
 * external connection behind a local Open WebUI). Such a server counts as hosted, or its users' text would leave unseen.
 */
export interface ForwardingCheck {
  /** Whether this request would be passed on, asked of the server anew. Throws what the server's answer amounts to. */
  check(signal: AbortSignal): Promise<boolean>
  /** Locality for display and routing: the last answer, or a short probe. A server that gives no answer is placed by its address. */
  locality(): Promise<Locality>
}

export interface ForwardingCheckDeps {
  readonly localityOf: () => Promise<Locality>
  readonly passesOn: (signal: AbortSignal) => Promise<boolean>
}

const PROBE_MS = 2_000

export function createForwardingCheck(deps: ForwardingCheckDeps): ForwardingCheck {
  let known: boolean | null = null

  async function ask(signal: AbortSignal): Promise<boolean> {
    known = await deps.passesOn(signal)
    return known
  }

  return {
    async check(signal) {
      // What is hosted by its address is judged in full anyway.
      if ((await deps.localityOf()) === 'hosted') return false
      return ask(signal)
    },
    async locality() {
      if ((await deps.localityOf()) === 'hosted') return 'hosted'
      if (known !== null) return known ? 'hosted' : 'local'
      try {
        return (await ask(AbortSignal.timeout(PROBE_MS))) ? 'hosted' : 'local'
      } catch (error) {
        // A server that is down cannot pass anything on; each request asks again before it carries text.
        if (error instanceof TidegateError || (error instanceof DOMException && error.name === 'TimeoutError')) return 'local'
        throw error
      }
    },
  }
}

/** Ollama's cloud models carry their nature in the tag: `name:120b-cloud`, `name:cloud`. */
export function namesCloudModel(model: string): boolean {
  return /[:-]cloud$/i.test(model)
}
