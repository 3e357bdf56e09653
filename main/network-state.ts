import { networkInterfaces } from 'node:os'

const LOOK_EVERY_MS = 3_000

/** What the system says of its network cards; injected for tests. */
export type ListInterfaces = () => ReturnType<typeof networkInterfaces>

/** Whether the machine is on any network at all. Nothing is sent to find out: a card that is up has an address. */
export function isOnNetwork(list: ListInterfaces = networkInterfaces): boolean {
  return Object.values(list()).some((addresses) => addresses?.some(({ internal, address }) => !internal && !isLinkLocal(address)))
}

/** An address that a card gives itself while nobody answers it. */
function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address)
}

/** Tells whether the machine is on a network, at once and after each change, until `signal` aborts. */
export async function* watchNetwork(
  signal: AbortSignal | undefined,
  list: ListInterfaces = networkInterfaces,
): AsyncGenerator<{ readonly online: boolean }> {
  let told: boolean | null = null
  while (signal?.aborted !== true) {
    const online = isOnNetwork(list)
    if (online !== told) {
      told = online
      yield { online }
    }
    await pause(signal)
  }
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, LOOK_EVERY_MS)
    timer.unref()
    signal?.addEventListener('abort', done, { once: true })
  })
}
