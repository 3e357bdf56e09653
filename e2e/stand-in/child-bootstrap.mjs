// Runs a module as a utility process of Electron would: with `process.parentPort` in place of `process.send`, and no longer than its parent.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const [modulePath] = process.argv.splice(2, 1)
const port = new EventEmitter()
port.postMessage = (message) => process.send(message, () => {})
process.parentPort = port
process.on('message', ({ message }) => port.emit('message', { data: message, ports: [] }))
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
await import(pathToFileURL(modulePath).href)
