import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { z } from 'zod'
import type { Config } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { App } from '../app.ts'
import type { Log } from '../platform.ts'

/** What tools are given to work with. */
export interface McpDeps {
  readonly app: App
  readonly version: string
  /** Sees to it that a job is worked on, where this process does not do so by itself; resolves when it has ended. */
  readonly work: (jobId: string) => Promise<void>
}

/** What lasts as long as one client is connected. */
export interface ClientState {
  /** Vaults that this client made by `mask`; they are closed with its connection. */
  readonly vaults: Set<string>
  /** Calls under way. */
  readonly running: Set<Promise<unknown>>
}

/** One call of a tool. */
export interface ToolCall {
  readonly deps: McpDeps
  readonly settings: Config
  /** Aborts when the client takes the call back, or its connection has ended. */
  readonly signal: AbortSignal
  /** Tells the client, if it asked to be told. Words of ours only. */
  readonly progress: (message: string) => void
  readonly ownVaults: Set<string>
}

export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: Input
  readonly output: Output
  /** `reads`: changes nothing here. `sends`: something may leave the machine. `ends`: what it does cannot be undone. */
  readonly effects: { readonly reads: boolean; readonly sends: boolean; readonly ends: boolean }
  readonly run: (input: z.output<Input>, call: ToolCall) => Promise<z.input<Output>>
}

/** Adds a tool: what goes in and what comes out is parsed, and what goes wrong is said in words that quote nobody. */
export function addTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  server: McpServer,
  deps: McpDeps,
  { vaults: ownVaults, running }: ClientState,
  { name, title, description, input, output, effects, run }: ToolDefinition<Input, Output>,
): void {
  const inputSchema: z.ZodObject = input
  const outputSchema: z.ZodObject = output
  const annotations = {
    title,
    readOnlyHint: effects.reads,
    destructiveHint: effects.ends,
    idempotentHint: effects.reads,
    openWorldHint: effects.sends,
  }
  server.registerTool(name, { title, description, inputSchema, outputSchema, annotations }, (given, extra) => {
    const token = extra._meta?.progressToken
    let steps = 0
    const progress = (message: string): void => {
      if (token === undefined || extra.signal.aborted) return
      steps += 1
      // A client that has gone needs no progress.
      extra
        .sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress: steps, message } })
        .catch(() => {})
    }
    const answer = async (): Promise<CallToolResult> => {
      try {
        const settings = deps.app.config.get()
        const result = await run(input.parse(given), { deps, settings, signal: extra.signal, progress, ownVaults })
        // What the schema does not name does not come out.
        const structuredContent = outputSchema.parse(result)
        return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] }
      } catch (error) {
        return { isError: true, content: [{ type: 'text', text: inWords(error, deps.app.platform.log) }] }
      }
    }
    const call = answer().finally(() => running.delete(call))
    running.add(call)
    return call
  })
}

/** An error as a client may see it: ours with its code, anything else without its message, which may quote a text. */
export function inWords(error: unknown, log: Log): string {
  if (error instanceof TidegateError) return `${error.code}: ${error.message}`
  const id = log.error('mcp.failed', error)
  return `INTERNAL: Something went wrong inside the app. Nothing was lost; the log has it as ${id}.`
}
