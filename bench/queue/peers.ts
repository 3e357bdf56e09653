import type { OpenOptions, Queue } from './adapter.ts'

/** A queue as the tables name it, what it needs, and what opens it. */
export interface PeerEntry {
  readonly title: string
  readonly packages: readonly string[]
  /** The server that its processes share; null for a file. Decides, too, whether jobs come from a process of their own when delays are measured. */
  readonly server: 'redis' | 'postgres' | null
  /** Seconds of the shortest lease that it can be set to; null where it is fixed. */
  readonly shortestLeaseSeconds: number | null
  /** Pending jobs of the large backlog: what can be filled in some seconds. */
  readonly largeBacklog: number
  open(options: OpenOptions): Promise<Queue>
}

/** Our own, which every ratio compares with. */
export const OURS = 'tidegate'

/** Ours first. The code of a peer is loaded when it is opened. */
export const PEERS: Readonly<Record<string, PeerEntry>> = {
  tidegate: {
    title: 'Tidegate',
    packages: [],
    server: null,
    shortestLeaseSeconds: 1,
    largeBacklog: 1_000_000,
    open: async (options) => (await import('./adapters/tidegate.ts')).open(options),
  },
  plainjob: {
    title: 'plainjob',
    packages: ['plainjob'],
    server: null,
    shortestLeaseSeconds: 1,
    largeBacklog: 1_000_000,
    open: async (options) => (await import('./adapters/plainjob.ts')).open(options),
  },
  bullmq: {
    title: 'BullMQ',
    packages: ['bullmq', 'ioredis'],
    server: 'redis',
    shortestLeaseSeconds: 1,
    largeBacklog: 200_000,
    open: async (options) => (await import('./adapters/bullmq.ts')).open(options),
  },
  'pg-boss': {
    title: 'pg-boss',
    packages: ['pg-boss', 'pg'],
    server: 'postgres',
    shortestLeaseSeconds: 10,
    largeBacklog: 200_000,
    open: async (options) => (await import('./adapters/pg-boss.ts')).open(options),
  },
  'graphile-worker': {
    title: 'graphile-worker',
    packages: ['graphile-worker', 'pg'],
    server: 'postgres',
    shortestLeaseSeconds: null,
    largeBacklog: 200_000,
    open: async (options) => (await import('./adapters/graphile-worker.ts')).open(options),
  },
}

/** Throws for a name that nobody has. */
export function peerNamed(name: string): PeerEntry {
  const entry = PEERS[name]
  if (entry === undefined) throw new Error(`There is no queue ${name}. There are: ${Object.keys(PEERS).join(', ')}.`)
  return entry
}
