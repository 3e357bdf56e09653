import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'
import { createValueText } from '../value-text.ts'

const text = createValueText()

/** One message, or the end, of a port that a page holds. */
export type PortFrame =
  | readonly [id: number, kind: 'text' | 'value' | 'close', payload: string]
  | readonly [id: number, kind: 'texts', payload: readonly string[]]

/** As many frames go to a page at once, so that it works on some while the next are written. */
const MAX_FRAMES = 64

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
  /** Hands a port of ours to the document; returns the number that its preload world knows it by. */
  adopt(port: StandInPort): number
  /** Frames that the document sent. */
  received(frames: readonly PortFrame[]): void
  /** The document has gone, and with it its ports. */
  closeAll(): void
}

export function createDocumentPorts(send: (frames: readonly PortFrame[]) => void): DocumentPorts {
  const held = new Map<number, StandInPort>()
  let lastId = 0
  let batch: PortFrame[] = []
  let turnOpen = false
  const flush = (): void => {
    const frames = batch
    batch = []
    if (frames.length > 0) send(frames)
  }
  /** The first frame of a turn goes at once, the rest together. */
  const queue = (frame: PortFrame): void => {
    batch.push(frame)
    if (!turnOpen) {
      turnOpen = true
      setImmediate(() => {
        turnOpen = false
        flush()
      })
      flush()
    } else if (batch.length >= MAX_FRAMES) flush()
  }
  return {
    adopt(port) {
      lastId += 1
      const id = lastId
      held.set(id, port)
      port._transfer({
        post: (message) => queue(frameOf(id, message)),
        close: () => {
          held.delete(id)
          queue([id, 'close', ''])
        },
      })
      return id
    },
    received(frames) {
      for (const [id, kind, payload] of frames) {
        const port = held.get(id)
        if (kind === 'close') port?.close()
        else port?.postMessage(kind === 'value' ? text.decode(payload) : payload)
      }
    },
    closeAll() {
      for (const port of [...held.values()]) port.close()
      held.clear()
      batch = []
    },
  }
}

/** Texts and lists of texts, which most messages are, travel as they are. */
function frameOf(id: number, message: unknown): PortFrame {
  if (typeof message === 'string') return [id, 'text', message]
  if (Array.isArray(message) && message.every((item) => typeof item === 'string')) return [id, 'texts', message]
  return [id, 'value', text.encode(message)]
}
