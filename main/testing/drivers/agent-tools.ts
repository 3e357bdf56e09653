import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { TidegateError } from '#contracts/errors.ts'
import { type AgentReach, connectAgentServer } from './agent-server.ts'

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

/** Connects to Playwright's MCP server, on a window that is open already. Starts no browser; rejects when the window cannot be reached. */
export async function openAgentTools(reach: AgentReach, { actionMs }: AgentToolsOptions): Promise<AgentTools> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'))
  const { client, close } = await connectAgentServer(reach, { folder, actionMs })
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
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
