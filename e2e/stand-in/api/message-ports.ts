import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { refuseMissing } from '../refuse-missing.ts'
import { createValueText } from '../value-text.ts'

const text = createValueText()
type Frame = readonly [id: number, kind: 'text' | 'value' | 'close', payload: string]

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
    else if (this.#started) this.emit('message', { data: structuredClone(message), ports: [] })
    else this.#early.push(structuredClone(message))
  }
}
refuseMissing('MessagePortMain', StandInPort.prototype)

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
  readonly socketUrl: string
  /** Hands a port of ours to the present document; returns the number that its preload world knows it by. */
  adopt(port: StandInPort): number
  /** The document has gone. */
  closeAll(): void
}

export interface PortServer {
  readonly port: number
  open(origin: string): DocumentPorts
}

/** Carries ports between this process and its pages: a socket on loopback per document, open only to who knows its random path. */
export async function servePorts(): Promise<PortServer> {
  const documents = new Map<string, (socket: WebSocket) => void>()
  const server = createServer((_request, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    const attach = documents.get(request.url ?? '')
    if (attach === undefined) socket.destroy()
    else sockets.handleUpgrade(request, socket, head, attach)
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    open(origin) {
      const path = `/${randomBytes(18).toString('base64url')}`
      const document = documentPorts(`${origin.replace(/^http/, 'ws')}${path}`)
      documents.set(path, document.attach)
      return document
    },
  }
}

function documentPorts(socketUrl: string): DocumentPorts & { attach(socket: WebSocket): void } {
  const held = new Map<number, StandInPort>()
  let socket: WebSocket | null = null
  let lastId = 0
  let batch: Frame[] = []
  const flush = (): void => {
    if (socket === null) return
    const frames = batch
    batch = []
    if (frames.length > 0 && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frames))
  }
  const queue = (frame: Frame): void => {
    if (batch.push(frame) === 1) queueMicrotask(flush)
  }
  const closeAll = (): void => {
    for (const port of [...held.values()]) port.close()
    held.clear()
    batch = []
  }
  return {
    socketUrl,
    adopt(port) {
      lastId += 1
      const id = lastId
      held.set(id, port)
      port._transfer({
        post: (message) => queue(typeof message === 'string' ? [id, 'text', message] : [id, 'value', text.encode(message)]),
        close: () => {
          held.delete(id)
          queue([id, 'close', ''])
        },
      })
      return id
    },
    closeAll,
    attach(opened) {
      socket = opened
      flush()
      opened.on('message', (data) => {
        for (const [id, kind, payload] of JSON.parse(String(data)) as Frame[]) {
          const port = held.get(id)
          if (kind === 'close') port?.close()
          else port?.postMessage(kind === 'text' ? payload : text.decode(payload))
        }
      })
      opened.on('close', () => {
        if (socket === opened) socket = null
      })
    },
  }
}
