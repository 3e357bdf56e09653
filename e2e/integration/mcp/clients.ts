import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import type { App } from '../../../main/app.ts'
import { type HeadlessHost, startHeadlessHost } from '../../../main/headless/index.ts'

const command = fileURLToPath(new URL('../../../bin/tidegate.mjs', import.meta.url))

export interface Answer {
  readonly isError: boolean
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Calls a tool by the official client, which checks what comes back against the tool's schema. */
export async function call(
  client: Client,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  options: Parameters<Client['callTool']>[2] = {},
): Promise<Answer> {
  const {
    content,
    isError = false,
    structuredContent = {},
  } = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }, undefined, options))
  return { isError, text: content.map((part) => (part.type === 'text' ? part.text : '')).join('\n'), data: structuredContent }
}

export async function connectHttp(host: Pick<HeadlessHost, 'port' | 'token'>, headers: Readonly<Record<string, string>> = {}) {
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${host.port}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${host.token}`, ...headers } },
  })
  const client = new Client({ name: 'test', version: '1' })
  // The official transport's types differ from its own interface in what may be undefined.
  await client.connect(transport as Parameters<Client['connect']>[0])
  await client.listTools()
  return { client, transport }
}

export function hostOf(app: App, dataDir: string): Promise<HeadlessHost> {
  const rendererDir = join(dataDir, 'renderer')
  mkdirSync(rendererDir)
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>')
  const info = { host: 'headless', version: '0', platform: 'linux', dataDir, pid: 1 } as const
  return startHeadlessHost(app, info, { port: 0, rendererDir, dataDir })
}

/** `tidegate mcp`, as another program starts it. */
export async function connectStdio(dataDir: string) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [command, 'mcp', '--data-dir', dataDir],
    env: { PATH: process.env.PATH ?? '', CI: 'true', TIDEGATE_NO_BUILD: '1' },
    stderr: 'pipe',
  })
  let stderr = ''
  transport.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  const problems: Error[] = []
  const client = new Client({ name: 'test', version: '1' })
  // A line on stdout that is not of the protocol comes out here.
  client.onerror = (error) => problems.push(error)
  await client.connect(transport)
  await client.listTools()
  return { client, transport, problems, stderr: () => stderr }
}
