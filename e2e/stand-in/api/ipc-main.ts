import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

/** Messages of preload scripts, by channel. */
export class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  async _invoke(event: unknown, channel: string, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`Error invoking remote method '${channel}': no handler registered`)
    return handler(event, ...args)
  }
}
refuseMissing('ipcMain', StandInIpcMain.prototype)
