import type { ValueText } from '../value-text.ts'

/** What the shell tells a document's preload world. */
export interface PreloadConfig {
  /** Unguessable prefix of the events between the worlds of one document. */
  readonly channel: string
  readonly process: Readonly<Record<string, unknown>>
}

/** Names that the shell and the preload world share. */
export const SEND_BINDING = '__standInSend'
export const RECEIVE = '__standInReceive'
export const PORTS_BINDING = '__standInPortsSend'
export const PORTS_RECEIVE = '__standInPortsReceive'

/** Preload world → shell. */
export type FromPreload =
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'preload-error'; readonly message: string }
  | { readonly kind: 'title'; readonly title: string }

/** Shell → preload world. */
export type ToPreload =
  | { readonly kind: 'message'; readonly channel: string; readonly args: string; readonly ports: readonly number[] }
  | { readonly kind: 'result'; readonly id: number; readonly value: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }

/**
 * Runs in the isolated world of each document before its scripts: `require('electron')` with ipcRenderer and contextBridge, as a
 * sandboxed preload has them. Its source text is sent to the page, so it refers to nothing outside itself but what is handed in.
 */
export function preloadRuntime(
  config: PreloadConfig,
  text: ValueText,
  names: { readonly send: string; readonly receive: string; readonly portsSend: string; readonly portsReceive: string },
) {
  const world = globalThis as unknown as Record<string, unknown>
  const post = (message: FromPreload): void => (world[names.send] as (payload: string) => void)(JSON.stringify(message))

  // ── Message ports: real ones towards the page. What the page posts goes to the shell as `<number of the port><kind>` and the payload.
  type Listener = (event: object, ...args: unknown[]) => void
  /** The other end of a port that the page has, and how what comes from the shell gets there. */
  interface Held {
    readonly end: MessagePort
    deliver(data: unknown): void
    close(): void
  }
  const ports = new Map<number, Held>()
  const toShell = (frame: string): void => (world[names.portsSend] as (payload: string) => void)(frame)
  const ended = (id: number): void => {
    if (ports.delete(id)) toShell(`${id}c`)
  }
  world[names.portsReceive] = (id: number, kind: 't' | 'v' | 'c', payload: unknown): void => {
    if (kind === 'c') ports.get(id)?.close()
    else ports.get(id)?.deliver(kind === 'v' ? text.decode(String(payload)) : payload)
  }
  const numbers = new WeakMap<MessagePort, number>()
  function openPort(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => toShell(typeof data === 'string' ? `${id}t${data}` : `${id}v${text.encode(data)}`)
    port1.addEventListener('close', () => ended(id))
    ports.set(id, {
      end: port1,
      deliver: (data) => port1.postMessage(data),
      close() {
        ports.delete(id)
        port1.close()
      },
    })
    numbers.set(port2, id)
    return port2
  }
  // A hop over this world's event loop costs time, and what a page posts while it is being left would come too late by it, which in
  // Electron it does not. So a port that goes on to the page is announced to it, and hands over what is posted there and then. The other
  // way, what the shell sends is dispatched on the page's own port, as soon as a mark has come out of it: what was posted before is then
  // taken, and the page has started the port.
  const mark = crypto.randomUUID()
  const announced: (readonly (number | null)[])[] = []
  const postMessage = window.postMessage.bind(window) as (message: unknown, targetOrigin: string, transfer: Transferable[]) => void
  window.postMessage = (message: unknown, target?: unknown, transfer: Transferable[] = []): void => {
    const held = transfer.filter((item) => item instanceof MessagePort)
    if (held.length > 0) {
      const ids = held.map((port) => numbers.get(port) ?? null)
      announced.push(ids)
      tell('ports', { ids })
    }
    postMessage(message, typeof target === 'string' ? target : '/', transfer)
  }
  window.addEventListener('message', ({ source, ports: given }) => {
    if (source !== window || given.length === 0) return
    const ids = announced.shift() ?? []
    for (const [index, port] of given.entries()) {
      const id = ids[index]
      if (typeof id === 'number') deliverDirectly(id, port)
    }
  })
  function deliverDirectly(id: number, port: MessagePort): void {
    const held = ports.get(id)
    if (held === undefined) return
    const waiting: (() => void)[] = []
    let taking = false
    // The first to listen on the port, so that the page never sees the mark.
    port.addEventListener('message', (event) => {
      if (taking || event.data !== mark) return
      event.stopImmediatePropagation()
      taking = true
      go()
    })
    const awaitMark = (): void => {
      taking = false
      held.end.postMessage(mark)
    }
    const go = (): void => {
      while (taking && waiting.length > 0 && ports.get(id) === held) waiting.shift()?.()
    }
    const inTurn = (step: () => void): void => {
      waiting.push(step)
      go()
    }
    held.deliver = (data) =>
      inTurn(() => {
        if (data !== undefined) port.dispatchEvent(new MessageEvent('message', { data }))
        else {
          // An event that is made by a script cannot carry it.
          held.end.postMessage(data)
          awaitMark()
        }
      })
    // Electron's ports have this event, Chromium's own have not.
    held.close = () =>
      inTurn(() => {
        ports.delete(id)
        held.end.close()
        port.dispatchEvent(new Event('close'))
      })
    awaitMark()
  }
  window.addEventListener(`${config.channel}:posted`, (event) => {
    const frame = String((event as CustomEvent).detail)
    const id = Number.parseInt(frame, 10)
    if (frame === `${id}c`) ended(id)
    else toShell(frame)
  })

  // ── ipcRenderer
  const listeners = new Map<string, Set<Listener>>()
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastInvoke = 0
  const listenersOf = (channel: string): Set<Listener> => {
    const known = listeners.get(channel) ?? new Set()
    listeners.set(channel, known)
    return known
  }
  world[names.receive] = (message: ToPreload): void => {
    if (message.kind === 'message') {
      const event = { sender: ipcRenderer, ports: message.ports.map(openPort) }
      for (const listener of [...listenersOf(message.channel)]) listener(event, ...(text.decode(message.args) as unknown[]))
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') call?.resolve(text.decode(message.value))
    else call?.reject(new Error(message.message))
  }
  const refuse = (name: string) => (): never => {
    throw new Error(`The stand-in for Electron has no ${name}.`)
  }
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]): void => post({ kind: 'send', channel, args: text.encode(args) }),
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      lastInvoke += 1
      const id = lastInvoke
      const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
      post({ kind: 'invoke', id, channel, args: text.encode(args) })
      return answer
    },
    on(channel: string, listener: Listener) {
      listenersOf(channel).add(listener)
      return ipcRenderer
    },
    once(channel: string, listener: Listener) {
      const once: Listener = (event, ...args) => {
        listenersOf(channel).delete(once)
        listener(event, ...args)
      }
      return ipcRenderer.on(channel, once)
    },
    removeListener(channel: string, listener: Listener) {
      listenersOf(channel).delete(listener)
      return ipcRenderer
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel)
      return ipcRenderer
    },
    sendSync: refuse('ipcRenderer.sendSync'),
    postMessage: refuse('ipcRenderer.postMessage'),
  }

  // ── contextBridge: what crosses is described as data; functions become numbers that the other world calls back.
  const functions: ((...args: unknown[]) => unknown)[] = []
  const outline = (value: unknown): object => {
    if (typeof value === 'function') return { call: functions.push(value as never) - 1 }
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return { fields: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, outline(item)])) }
    }
    return { value: text.encode(value) }
  }
  const tell = (what: string, detail: object): void => {
    window.dispatchEvent(new CustomEvent(`${config.channel}:${what}`, { detail: JSON.stringify(detail) }))
  }
  const answer = (id: number, outcome: () => unknown): void => {
    try {
      const value = outcome()
      if (value instanceof Promise) {
        tell('promise', { id })
        value.then(
          (settled) => tell('settled', { id, value: text.encode(settled) }),
          (error: unknown) => tell('settled', { id, error: String(error instanceof Error ? error.message : error) }),
        )
      } else tell('returned', { id, value: text.encode(value) })
    } catch (error) {
      tell('returned', { id, error: String(error instanceof Error ? error.message : error) })
    }
  }
  window.addEventListener(`${config.channel}:call`, (event) => {
    const { id, call, args } = JSON.parse(String((event as CustomEvent).detail)) as { id: number; call: number; args: object[] }
    const given = args.map((arg) => {
      if (!('callback' in arg)) return text.decode((arg as { value: string }).value)
      return (...values: unknown[]) => tell('callback', { callback: arg.callback, args: values.map((value) => text.encode(value)) })
    })
    answer(id, () => functions[call]?.(...given))
  })
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      tell('expose', { key, api: outline(api) })
    },
  }

  const modules: Record<string, unknown> = { electron: { ipcRenderer, contextBridge } }
  return {
    process: config.process,
    require(name: string): unknown {
      const found = modules[name.replace(/^node:/, '')]
      if (found === undefined) throw new Error(`module not found: ${name}`)
      return found
    },
    failed: (error: unknown): void => post({ kind: 'preload-error', message: error instanceof Error ? error.message : String(error) }),
  }
}

/** The other half of contextBridge, in the page's own world: builds frozen objects whose functions ask the preload world. */
export function mainWorldRuntime(channel: string, text: ValueText): void {
  type Described = { call?: number; fields?: Record<string, Described>; value?: string }
  type Answer = { id: number; value?: string; error?: string }
  const callbacks: ((...args: unknown[]) => unknown)[] = []
  const returned = new Map<number, Answer | 'promise'>()
  const settling = new Map<number, (answer: Answer) => void>()
  let lastCall = 0
  const listen = <T>(what: string, listener: (detail: T) => void): void => {
    window.addEventListener(`${channel}:${what}`, (event) => listener(JSON.parse(String((event as CustomEvent).detail)) as T))
  }
  const outcomeOf = ({ value, error }: Answer): unknown => {
    if (error !== undefined) throw new Error(error)
    return value === undefined ? undefined : text.decode(value)
  }
  function call(number: number, args: readonly unknown[]): unknown {
    lastCall += 1
    const id = lastCall
    const given = args.map((arg) =>
      typeof arg === 'function' ? { callback: callbacks.push(arg as never) - 1 } : { value: text.encode(arg) },
    )
    window.dispatchEvent(new CustomEvent(`${channel}:call`, { detail: JSON.stringify({ id, call: number, args: given }) }))
    const answer = returned.get(id)
    returned.delete(id)
    if (answer === undefined) throw new Error('The preload script has gone.')
    if (answer !== 'promise') return outcomeOf(answer)
    return new Promise((resolve) => settling.set(id, resolve)).then((settled) => outcomeOf(settled as Answer))
  }
  function build({ call: number, fields, value }: Described): unknown {
    if (number !== undefined) return (...args: unknown[]) => call(number, args)
    if (fields !== undefined) return Object.freeze(Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, build(item)])))
    return value === undefined ? undefined : text.decode(value)
  }
  // Registered before the page's own scripts, so it sees each port first.
  const announced: (readonly (number | null)[])[] = []
  listen<{ ids: (number | null)[] }>('ports', ({ ids }) => announced.push(ids))
  window.addEventListener('message', ({ source, ports }) => {
    if (source !== window || ports.length === 0) return
    const ids = announced.shift() ?? []
    for (const [index, port] of ports.entries()) {
      const id = ids[index]
      if (typeof id !== 'number') continue
      port.postMessage = (data: unknown) => handOver(typeof data === 'string' ? `${id}t${data}` : `${id}v${text.encode(data)}`)
      port.close = () => {
        handOver(`${id}c`)
        MessagePort.prototype.close.call(port)
      }
    }
  })
  function handOver(frame: string): void {
    window.dispatchEvent(new CustomEvent(`${channel}:posted`, { detail: frame }))
  }
  listen<Answer>('returned', (answer) => returned.set(answer.id, answer))
  listen<Answer>('promise', ({ id }) => returned.set(id, 'promise'))
  listen<Answer>('settled', (answer) => {
    settling.get(answer.id)?.(answer)
    settling.delete(answer.id)
  })
  listen<{ callback: number; args: string[] }>('callback', ({ callback, args }) => {
    callbacks[callback]?.(...args.map((arg) => text.decode(arg)))
  })
  listen<{ key: string; api: Described }>('expose', ({ key, api }) => {
    Object.defineProperty(window, key, { value: build(api), enumerable: true })
  })
}

/** Tells the shell the document's title whenever it changes; DevTools has no event for it. */
export function titleRuntime(sendBinding: string): void {
  let told: string | null = null
  const tell = (): void => {
    if (document.title === told) return
    told = document.title
    const message: FromPreload = { kind: 'title', title: told }
    ;(globalThis as unknown as Record<string, (payload: string) => void>)[sendBinding]?.(JSON.stringify(message))
  }
  new MutationObserver(tell).observe(document, { subtree: true, childList: true, characterData: true })
}
