import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { CallToolResultSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createConnection } from '@playwright/mcp'
import type { BrowserContext } from 'playwright-core'
import { TidegateError } from '#contracts/errors.ts'

/**
 * What an agent may do to the app: look at it and use its controls. Tools that run code, open tabs, go to another address, or read what went over
 * the network are not among them, and a tool that a newer version brings is not until it is named here.
 */
const OFFERED = [
  'browser_click',
  'browser_drag',
  'browser_drop',
  'browser_file_upload',
  'browser_fill_form',
  'browser_find',
  'browser_generate_locator',
  'browser_handle_dialog',
  'browser_hover',
  'browser_press_key',
  'browser_select_option',
  'browser_snapshot',
  'browser_type',
  'browser_verify_element_visible',
  'browser_verify_list_visible',
  'browser_verify_text_visible',
  'browser_verify_value',
  'browser_wait_for',
] as const
export type AgentToolName = (typeof OFFERED)[number]
const OFFERED_NAMES: ReadonlySet<string> = new Set(OFFERED)

/** What a tool said. `isError`: it could not do what was asked, and says why. */
export interface ToolAnswer {
  readonly text: string
  readonly isError: boolean
}

export interface AgentTools {
  /** The tools that may be called, with their schemas of input. */
  list(): Promise<ReadonlyArray<{ readonly name: string; readonly description: string; readonly inputSchema: unknown }>>
  /** Throws `NOT_FOUND` for a tool that is not offered; what a tool could not do is in its answer. */
  call(name: string, input: Readonly<Record<string, unknown>>, options?: { readonly signal?: AbortSignal }): Promise<ToolAnswer>
  /** A folder of this connection alone: the only one that tools may take files from. */
  readonly folder: string
  /** Closes the connection, and leaves the window as it is. */
  dispose(): Promise<void>
}

export interface AgentToolsOptions {
  /** How long one action may take (ms). */
  readonly actionMs: number
}

/** The server brings an earlier Playwright of its own, whose type of a context ours does not fit in a few overloads; it uses none of them. */
type ContextOfServer = Awaited<ReturnType<NonNullable<Parameters<typeof createConnection>[1]>>>

/** Connects to Playwright's MCP server in this process, on a window that is open already. Starts no browser and no process. */
export async function openAgentTools(context: BrowserContext, { actionMs }: AgentToolsOptions): Promise<AgentTools> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'))
  const server = await createConnection(
    {
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
    },
    async () => context as unknown as ContextOfServer,
  )
  const client = new Client({ name: 'tidegate', version: '1' }, { capabilities: { roots: {} } })
  // The server lets tools read files below the client's roots; without any it would be the folder this process was started in.
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: pathToFileURL(folder).href }] }))
  const [ofServer, ofClient] = InMemoryTransport.createLinkedPair()
  await server.connect(ofServer)
  await client.connect(ofClient)
  return {
    folder,
    async list() {
      const { tools } = await client.listTools()
      return tools
        .filter(({ name }) => OFFERED_NAMES.has(name))
        .map(({ name, description = '', inputSchema }) => ({ name, description, inputSchema }))
    },
    async call(name, input, { signal } = {}) {
      if (!OFFERED_NAMES.has(name)) throw new TidegateError('NOT_FOUND', `There is no tool “${name}”.`)
      // It names a file to write to, anywhere below the roots.
      const { filename: _, ...asked } = input
      const answer = CallToolResultSchema.parse(
        await client.callTool({ name, arguments: asked }, undefined, {
          timeout: actionMs * 3,
          ...(signal === undefined ? {} : { signal }),
        }),
      )
      const text = answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
      return { text, isError: answer.isError === true }
    },
    async dispose() {
      await client.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
