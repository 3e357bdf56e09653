export { registerAppScheme, serveRenderer } from './app-protocol.ts'
export { hardenContents, hardenSession } from './harden.ts'
export { serveRpc } from './rpc-port.ts'
export { openWindow } from './window.ts'
