import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { addTool, type ClientState, type McpDeps } from './define-tool.ts'
import { addPrompts } from './prompts.ts'
import { addResources } from './resources.ts'
import { generate } from './tools/generate-tool.ts'
import { mask, restore, scan } from './tools/privacy-tools.ts'
import { jobsCancel, jobsList, jobsShow, ledgerList, ledgerVerify } from './tools/record-tools.ts'
import { route } from './tools/route-tool.ts'
import { sourcesList, sourcesSearch } from './tools/source-tools.ts'
import { testRun } from './tools/test-tool.ts'

const INSTRUCTIONS =
  'Tidegate finds what is sensitive in a text, decides what may leave this machine, and writes cited drafts. Pass text through “scan” before you send it ' +
  'anywhere, or “mask” it and “restore” the answer. What would send, spend or change needs a grant; a refusal says how a person gives it.'

/** One connection to one client. */
export interface McpConnection {
  /** Resolves when the connection has ended, from whichever side, and every call of it has. */
  readonly ended: Promise<void>
  /** Ends it: what is under way for the client is cancelled, and the vaults that it made are closed. */
  close(): Promise<void>
}

/** Serves one client over a transport. */
export async function connectClient(deps: McpDeps, transport: Transport): Promise<McpConnection> {
  const { app } = deps
  const mcp = new McpServer(
    { name: 'tidegate', title: 'Tidegate', version: deps.version },
    { instructions: INSTRUCTIONS, capabilities: { resources: { listChanged: true } } },
  )
  const client: ClientState = { vaults: new Set(), running: new Set() }
  addTool(mcp, deps, client, scan)
  addTool(mcp, deps, client, mask)
  addTool(mcp, deps, client, restore)
  addTool(mcp, deps, client, route)
  addTool(mcp, deps, client, generate)
  addTool(mcp, deps, client, jobsList)
  addTool(mcp, deps, client, jobsShow)
  addTool(mcp, deps, client, jobsCancel)
  addTool(mcp, deps, client, ledgerList)
  addTool(mcp, deps, client, ledgerVerify)
  addTool(mcp, deps, client, sourcesList)
  addTool(mcp, deps, client, sourcesSearch)
  addTool(mcp, deps, client, testRun)
  addResources(mcp, deps)
  addPrompts(mcp, deps)

  // A client that is going needs not hear it.
  const tell = (sent: Promise<void>): void => void sent.catch(() => {})
  const stop = app.events.on(({ type }) => {
    // Settings say what may be read.
    if (type === 'sources_changed' || type === 'document_changed' || type === 'history_cleared' || type === 'config_changed') {
      tell(mcp.server.sendResourceListChanged())
    } else if (type === 'templates_changed') tell(mcp.server.sendPromptListChanged())
  })
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  mcp.server.onclose = () => {
    stop()
    // Their signals have aborted; what they were at is released before anybody closes the core under them.
    Promise.allSettled(client.running).then(() => {
      for (const id of client.vaults) app.privacy.vaults.close(id)
      resolve()
    }, resolve)
  }
  mcp.server.onerror = (error) => void app.platform.log.error('mcp.connection_failed', error)
  await mcp.connect(transport)
  return {
    ended,
    async close() {
      await mcp.close()
      await ended
    },
  }
}
