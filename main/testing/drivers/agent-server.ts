import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createConnection } from '@playwright/mcp'
import type { BrowserContext } from 'playwright-core'
import { TidegateError } from '#contracts/errors.ts'

/**
 * How Playwright's MCP server comes to the window of the app. `context`: in this process, through the Playwright that opened it. `cdp`: in this
 * process, attached to the browser's debugging port (an `http` address on loopback). `stdio`: the server as a process of its own, as an agent's
 * own client starts it, attached the same way.
 */
export type AgentReach =
  | { readonly by: 'context'; readonly context: BrowserContext }
  | { readonly by: 'cdp' | 'stdio'; readonly endpoint: string }

export interface AgentServerOptions {
  /** The only folder that tools may take files from and write to. */
  readonly folder: string
  /** How long one action may take (ms). */
  readonly actionMs: number
}

export interface AgentServer {
  readonly client: Client
  /** Ends the connection, and the server; the window stays as it is. */
  close(): Promise<void>
}

/** The server brings an earlier Playwright of its own, whose type of a context ours does not fit in a few overloads; it uses none of them. */
type ContextOfServer = Awaited<ReturnType<NonNullable<Parameters<typeof createConnection>[1]>>>
type ServerConfig = NonNullable<Parameters<typeof createConnection>[0]>

/** How long a browser may take to let the server attach (ms). */
const ATTACH_MS = 10_000

/**
 * Starts Playwright's MCP server and a client of it. Rejects when it cannot be started, and with BAD_INPUT for a port that is not of this
 * machine; a browser that is not there is told by the first tool.
 */
export async function connectAgentServer(reach: AgentReach, { folder, actionMs }: AgentServerOptions): Promise<AgentServer> {
  if (reach.by !== 'context' && new URL(reach.endpoint).hostname !== '127.0.0.1')
    throw new TidegateError('BAD_INPUT', 'An agent attaches to a browser of this machine only.')
  const config: ServerConfig = {
    capabilities: ['core', 'testing'],
    // Whoever drives waits for a state; a fixed pause after each action would only be slow.
    timeouts: { settle: 0, action: actionMs, expect: actionMs },
    // An action does not write down what the screen is like then: a snapshot is asked for.
    snapshot: { mode: 'none' },
    imageResponses: 'omit',
    codegen: 'none',
    // Tools that a page registers are none of ours.
    webmcp: false,
    outputDir: folder,
    ...(reach.by === 'context' ? {} : { browser: { cdpEndpoint: reach.endpoint, cdpTimeout: ATTACH_MS } }),
  }
  const client = new Client({ name: 'tidegate', version: '1' }, { capabilities: { roots: {} } })
  // The server lets tools read files below the client's roots; without any it would be the folder this process was started in.
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: pathToFileURL(folder).href }] }))
  if (reach.by === 'stdio') {
    await client.connect(ownProcess(config, folder))
    return { client, close: () => client.close() }
  }
  const context = reach.by === 'context' ? async () => reach.context as unknown as ContextOfServer : undefined
  const server = await createConnection(config, context)
  const [ofServer, ofClient] = InMemoryTransport.createLinkedPair()
  await server.connect(ofServer)
  await client.connect(ofClient)
  return {
    client,
    async close() {
      await client.close()
      await server.close()
    },
  }
}

/** The server's own command. It is handed nothing of our environment but what any program needs, and so no key. */
function ownProcess(config: ServerConfig, folder: string): Transport {
  const file = join(folder, 'server.json')
  writeFileSync(file, JSON.stringify(config))
  const command = join(createRequire(import.meta.url).resolve('@playwright/mcp/package.json'), '..', 'cli.js')
  return new StdioClientTransport({
    command: process.execPath,
    args: [command, '--config', file],
    cwd: folder,
    stderr: 'ignore',
  })
}
