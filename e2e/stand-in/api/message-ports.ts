import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'
import { createValueText } from '../value-text.ts'

const text = createValueText()

/** One message for a port that a page holds, a text or a list of texts as it is or any other value as text, or the port's end. */
export type PortFrame =
  | readonly [id: number, kind: 't', texts: string | readonly string[]]
  | readonly [id: number, kind: 'v', value: string]
  | readonly [id: number, kind: 'c']

/** A page that holds a port. */
interface Holder {
  post(message: unknown): void
  close(): void
}

/** One end of a channel in the main process, as Electron's MessagePortMain. Names with an underscore are the stand-in's own. */
export class StandInPort extends EventEmitter {
  #other: StandInPort | null = null
  #holder: Holder | null = null
  #started = false
  #closed = false
  readonly #early: unknown[] = []

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in for Electron does not transfer ports over ports.')
    if (!this.#closed && this.#other !== null) this.#other.#deliver(message)
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#holder?.close()
    this.#other?.close()
    // Not while the caller is still at work.
    queueMicrotask(() => this.emit('close'))
  }

  /** The port goes to a page: what its other end posts goes there from now on. */
  _transfer(holder: Holder): void {
    this.#holder = holder
    for (const message of this.#early.splice(0)) holder.post(message)
  }

  static _pair(): readonly [StandInPort, StandInPort] {
    const one = new StandInPort()
    const two = new StandInPort()
    one.#other = two
    two.#other = one
    return [one, two]
  }

  #deliver(message: unknown): void {
    if (this.#holder !== null) this.#holder.post(message)
    else if (this.#started) this.emit('message', { data: copyOf(message), ports: [] })
    else this.#early.push(copyOf(message))
  }
}
refuseMissing('MessagePortMain', StandInPort.prototype)

/** A text, which most messages are, is its own copy. */
function copyOf(message: unknown): unknown {
  return typeof message === 'string' ? message : structuredClone(message)
}

export class StandInChannel {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const [port1, port2] = StandInPort._pair()
    this.port1 = port1
    this.port2 = port2
  }
}

/** The ports that a page's present document holds. */
export interface DocumentPorts {
  /** Hands ports of ours to the document: `announce` tells it their numbers, then comes what was posted already. */
  adopt(given: readonly StandInPort[], announce: (ids: readonly number[]) => void): void
  /** What the document posted to one port, or the port's end: the port's number, the kind, the payload. */
  received(frame: string): void
  /** The document has gone, and with it its ports. */
  closeAll(): void
}

export function createDocumentPorts(send: (frame: PortFrame) => void): DocumentPorts {
  const held = new Map<number, StandInPort>()
  let lastId = 0
  const hand = (id: number, port: StandInPort): void =>
    port._transfer({
      post: (message) => send(frameOf(id, message)),
      close: () => {
        if (held.delete(id)) send([id, 'c'])
      },
    })
  return {
    adopt(given, announce) {
      const ids = given.map((port) => {
        lastId += 1
        held.set(lastId, port)
        return lastId
      })
      announce(ids)
      for (const [index, port] of given.entries()) hand(ids[index] ?? 0, port)
    },
    received(frame) {
      const [head = '', id, kind] = /^(\d+)([tvc])/.exec(frame) ?? []
      const port = held.get(Number(id))
      if (kind === 'c') {
        held.delete(Number(id))
        port?.close()
      } else port?.postMessage(kind === 'v' ? text.decode(frame.slice(head.length)) : frame.slice(head.length))
    },
    closeAll() {
      const gone = [...held.values()]
      held.clear()
      for (const port of gone) port.close()
    },
  }
}

/** Texts and lists of texts, which most messages are, travel as they are. */
function frameOf(id: number, message: unknown): PortFrame {
  if (typeof message === 'string') return [id, 't', message]
  if (Array.isArray(message) && message.every((item) => typeof item === 'string')) return [id, 't', message]
  return [id, 'v', text.encode(message)]
}
