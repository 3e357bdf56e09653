import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('warm-hosts-process.ts', import.meta.url))

/** A headless host on a data folder of its own, in a process that it shares with those before and after it. */
export interface WarmHost {
  readonly url: string
  readonly token: string
  readonly dataDir: string
  /** Ends the app on this folder, and leaves the process for the next. */
  stop(): Promise<void>
}

/** One process in which apps are opened and ended one after the other: each is new, the engine has compiled its code already. */
export interface WarmHosts {
  open(dataDir: string): Promise<WarmHost>
  dispose(): Promise<void>
}

export type WarmRequest = { readonly id: number; readonly open: string } | { readonly id: number; readonly close: string }
export type WarmReply =
  | { readonly id: number; readonly url: string; readonly token: string }
  | { readonly id: number; readonly closed: true }
  | { readonly id: number; readonly error: string }

export function startWarmHosts(): WarmHosts {
  const child: ChildProcess = fork(script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, CI: 'true' } })
  let stderr = ''
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  const waiting = new Map<number, PromiseWithResolvers<WarmReply>>()
  let last = 0
  child.on('message', (reply: WarmReply) => {
    waiting.get(reply.id)?.resolve(reply)
    waiting.delete(reply.id)
  })
  const exited = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`The process of the hosts ended:\n${stderr}`))
    waiting.clear()
  })
  const ask = async (request: { open: string } | { close: string }): Promise<WarmReply> => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The process of the hosts has ended:\n${stderr}`)
    last += 1
    const reply = Promise.withResolvers<WarmReply>()
    waiting.set(last, reply)
    child.send({ id: last, ...request })
    const answer = await reply.promise
    if ('error' in answer) throw new Error(`${answer.error}\n${stderr}`)
    return answer
  }
  return {
    async open(dataDir) {
      const reply = await ask({ open: dataDir })
      if (!('url' in reply)) throw new Error('The host did not say where it is.')
      return { url: reply.url, token: reply.token, dataDir, stop: async () => void (await ask({ close: dataDir })) }
    },
    async dispose() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
