import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Protocol } from 'playwright-core/types/protocol'

type Method = keyof Protocol.CommandParameters
type Params<M extends Method> = Protocol.CommandParameters[M]
type Result<M extends Method> = Protocol.CommandReturnValues[M]
type EventName = keyof Protocol.EventMap

/** One DevTools session: commands out, events in. Events of sessions that have gone are dropped. */
export interface CdpSession {
  readonly id: string | undefined
  send<M extends Method>(method: M, params?: Params<M>): Promise<Result<M>>
  on<E extends EventName>(event: E, listener: (params: Protocol.EventMap[E][0]) => void): void
}

interface Reply {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

/**
 * A DevTools connection over Chromium's pipe: messages are JSON, each ended by a zero byte.
 *
 * What a test evaluates in the main process comes over Node's inspector, which interrupts whatever runs there, and a stream that is
 * interrupted in its own bookkeeping loses what is written meanwhile. So the stream is never entered while it is at work: what is sent
 * then waits in a list, which takes and gives in one step.
 */
export class CdpConnection {
  readonly #output: Writable
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  readonly #listeners = new Map<string, EventEmitter>()
  readonly #unsent: string[] = []
  #writing = false
  #lastId = 0
  #closed = false

  constructor(output: Writable, input: Readable) {
    this.#output = output
    // Chromium ends with us, or before us when it crashes: either way there is nobody left to tell.
    output.on('error', () => this.#close())
    input.on('close', () => this.#close())
    input.setEncoding('utf8')
    let rest = ''
    input.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0')
      rest = parts.pop() ?? ''
      for (const part of parts) this.#receive(JSON.parse(part) as Reply)
    })
  }

  session(id?: string): CdpSession {
    const emitter = this.#emitterOf(id)
    return {
      id,
      send: (method, params) => this.#send(method, params, id),
      on: (event, listener) => void emitter.on(event, listener),
    }
  }

  #emitterOf(id: string | undefined): EventEmitter {
    const key = id ?? ''
    const known = this.#listeners.get(key)
    if (known !== undefined) return known
    const emitter = new EventEmitter()
    this.#listeners.set(key, emitter)
    return emitter
  }

  #send<M extends Method>(method: M, params: unknown, sessionId: string | undefined): Promise<Result<M>> {
    this.#lastId += 1
    const id = this.#lastId
    const answer = this.#closed
      ? Promise.reject(new Error(`Chromium has gone; ${method} was not sent.`))
      : new Promise<Result<M>>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    if (!this.#closed) {
      this.#unsent.push(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`)
      this.#write()
    }
    // Many commands are sent without waiting: their failures matter only to who awaits them.
    answer.catch(() => {})
    return answer
  }

  #write(): void {
    if (this.#writing || this.#unsent.length === 0) return
    this.#writing = true
    this.#output.write(this.#unsent.splice(0).join(''), () => {
      this.#writing = false
      this.#write()
    })
  }

  #receive(message: Reply): void {
    if (message.id === undefined) {
      if (message.method !== undefined) this.#listeners.get(message.sessionId ?? '')?.emit(message.method, message.params)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.result as never)
    else waiting?.reject(new Error(message.error.message))
  }

  #close(): void {
    this.#closed = true
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has gone.'))
    this.#waiting.clear()
  }
}
