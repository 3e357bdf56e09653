// Loaded before a peer's own code (`--import`): every attempt to open a connection or resolve a name fails, and is counted.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const attempts = { count: 0 }

function refuse(): never {
  attempts.count += 1
  throw new Error('A peer of the benchmark may not open connections.')
}

/** How often something tried to connect since the process began. */
export function connectionAttempts(): number {
  return attempts.count
}

net.Socket.prototype.connect = refuse
net.connect = refuse
net.createConnection = refuse
dgram.Socket.prototype.send = refuse
for (const api of [dns, dns.promises]) {
  for (const name of Object.keys(api)) {
    if (/^(?:lookup|resolve|reverse)/.test(name)) Object.defineProperty(api, name, { value: refuse, configurable: true })
  }
}
syncBuiltinESMExports()
