import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { findPostgres } from '../../scripts/postgres.mjs'
import type { Keeper } from './keeper.ts'

export type ServerKind = 'redis' | 'postgres'

/** `full`: an acknowledgement is on disk. */
export type Durability = 'normal' | 'full'

/** A server of this run: on loopback, with an empty store in a folder of its own. */
export interface Server {
  readonly port: number
  readonly version: string
  readonly pid: number
  stop(): Promise<void>
}

/** A PostgreSQL that can fall down and stand up again. */
export interface PostgresServer extends Server {
  /** Ends it at once, as a crash would, and starts it again on the same port and data. Resolves when it answers. */
  crashAndRestart(): Promise<void>
}

/** The packages of Debian and Ubuntu that have them. */
export const SERVER_PACKAGES: Readonly<Record<ServerKind, string>> = { redis: 'redis-server', postgres: 'postgresql' }

const START_MS = 30_000

/** Those of these servers that are not on this machine. */
export function missingServers(kinds: readonly ServerKind[]): ServerKind[] {
  return [...new Set(kinds)].filter((kind) => (kind === 'redis' ? redisProgram() : findPostgres()) === null)
}

export function startServer(kind: ServerKind, durability: Durability, keeper: Keeper): Promise<Server> {
  return kind === 'redis' ? startRedis(durability, keeper) : startPostgres(durability, keeper)
}

async function startRedis(durability: Durability, keeper: Keeper): Promise<Server> {
  const program = redisProgram()
  if (program === null) throw new Error('There is no redis-server on this machine.')
  const folder = keeper.folder()
  const port = await freePort()
  const fsync = durability === 'full' ? 'always' : 'everysec'
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', fsync]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  keeper.keep(child, 'SIGTERM')
  const version = versionIn(execFileSync(program, ['--version'], { encoding: 'utf8' }))
  return serverOf(child, 'Ready to accept connections', { port, version, folder }, keeper)
}

export async function startPostgres(durability: Durability, keeper: Keeper): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === null) throw new Error('There is no PostgreSQL server on this machine.')
  const folder = keeper.folder()
  // It refuses to run as root; its package brings a user for it.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'tidegate', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { encoding: 'utf8', cwd: folder, ...(user ?? {}) },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.trim().split('\n').at(-1) ?? ''}`)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    synchronous_commit: durability === 'full' ? 'on' : 'off',
    // A file in its folder instead of shared memory: nothing is left in the system when it is killed.
    dynamic_shared_memory_type: 'mmap',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const version = versionIn(execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' }))
  const launch = (): { child: ChildProcess; started: Promise<Server> } => {
    const child = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
      ...(user ?? {}),
    })
    // Its fast shutdown: it does not wait for clients.
    keeper.keep(child, 'SIGINT')
    return { child, started: serverOf(child, 'ready to accept connections', { port, version, folder }, keeper) }
  }
  let current = launch()
  const server = await current.started
  return {
    port: server.port,
    version: server.version,
    pid: server.pid,
    stop: async () => (await current.started).stop(),
    async crashAndRestart() {
      const ended = once(current.child, 'exit')
      // Its immediate shutdown: nothing is written, and it recovers at the next start.
      current.child.kill('SIGQUIT')
      await ended
      current = launch()
      await current.started
    },
  }
}

/** Waits for the line that says that it is ready. Throws with its last line when it ends, or is silent for too long. */
async function serverOf(
  child: ChildProcess,
  ready: string,
  { port, version, folder }: { port: number; version: string; folder: string },
  keeper: Keeper,
): Promise<Server> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new Error(`${child.spawnfile} did not start: ${output.trim().split('\n').at(-1) ?? ''}`))
    const timer = setTimeout(fail, START_MS)
    const read = (chunk: unknown): void => {
      output = (output + String(chunk)).slice(-4_000)
      if (!output.includes(ready)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', fail)
  })
  if (child.pid === undefined) throw new Error(`${child.spawnfile} has no process id.`)
  const stop = async (): Promise<void> => {
    await keeper.stop(child)
    keeper.removeFolder(folder)
  }
  return { port, version, pid: child.pid, stop }
}

function redisProgram(): string | null {
  return programIn([...(process.env.PATH ?? '').split(delimiter), '/usr/bin'], 'redis-server')
}

function programIn(folders: readonly string[], name: string): string | null {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim())
}

function versionIn(text: string): string {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? 'of unknown version'
}

/** Free a moment ago; a server that finds it taken says so and the run ends. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port is free.'))))
    })
  })
}
