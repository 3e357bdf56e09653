import { createValueText } from '../value-text.ts'
import {
  mainWorldRuntime,
  PORTS_BINDING,
  PORTS_RECEIVE,
  type PreloadConfig,
  preloadRuntime,
  RECEIVE,
  SEND_BINDING,
  titleRuntime,
} from './preload-runtime.ts'

/** Name of the isolated world that preload scripts run in. */
export const PRELOAD_WORLD = 'stand-in preload'

const NAMES = JSON.stringify({ send: SEND_BINDING, receive: RECEIVE, portsSend: PORTS_BINDING, portsReceive: PORTS_RECEIVE })

/** Only the page's own documents have a preload: not the empty first document, not an error page, not a frame inside. */
const APPLIES = `window === window.top && !/^(about|chrome-error):/.test(location.protocol)`

export function mainWorldScript(channel: string): string {
  return `if (${APPLIES}) (${mainWorldRuntime})(${JSON.stringify(channel)}, (${createValueText})())`
}

export function titleScript(): string {
  return `if (${APPLIES}) (${titleRuntime})('${SEND_BINDING}')`
}

/** A preload script as CommonJS, as Electron runs it in a sandboxed renderer. Its failure is reported, not thrown into the page. */
export function preloadScript(config: PreloadConfig, source: string): string {
  return `if (${APPLIES}) {
  const runtime = (${preloadRuntime})(${JSON.stringify(config)}, (${createValueText})(), ${NAMES})
  const module = { exports: {} }
  try {
    (function (require, process, module, exports) {${source}\n})(runtime.require, runtime.process, module, module.exports)
  } catch (error) {
    runtime.failed(error)
  }
}`
}
