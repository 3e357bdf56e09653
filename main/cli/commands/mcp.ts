import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { connectClient } from '../../mcp/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'

/** `mcp`: serves one client of the Model Context Protocol on standard input and output, until it goes. Stdout carries the protocol only. */
export async function mcp(context: CliContext, options: CommonOptions): Promise<void> {
  await withApp(context, options, async (app) => {
    const connection = await connectClient(
      {
        app,
        version: context.version,
        async work(jobId) {
          await app.jobs.runOnly(jobId)
        },
      },
      new StdioServerTransport(),
    )
    const close = (): void => {
      connection.close().catch((error: unknown) => app.platform.log.error('mcp.close_failed', error))
    }
    // The transport does not look for the end of its input, by which a client says that it has gone.
    process.stdin.once('end', close)
    process.stdin.once('close', close)
    // Of a client that died this may be noticed first.
    process.stdout.on('error', close)
    process.once('SIGINT', close)
    process.once('SIGTERM', close)
    await connection.ended
  })
}
