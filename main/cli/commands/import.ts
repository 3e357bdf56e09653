import { EXIT } from '#contracts/errors.ts'
import { importChatgpt, judgeImported } from '../../history/import/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print } from '../output.ts'

const PROGRESS_MS = 500

/** `import chatgpt`: reads the file, then judges what it holds; Ctrl+C stops between two conversations and keeps what is there. */
export async function importConversations(context: CliContext, file: string, options: CommonOptions): Promise<number> {
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.once('SIGINT', onInterrupt)
  try {
    const { report, judged } = await withApp(context, options, async (app) => {
      let shown = app.platform.clock.monotonic()
      const report = await importChatgpt(
        file,
        { platform: app.platform, store: app.storage.documents },
        {
          signal: stop.signal,
          onProgress({ read, total, conversations }) {
            if (app.platform.clock.monotonic() - shown < PROGRESS_MS) return
            shown = app.platform.clock.monotonic()
            process.stderr.write(`${conversations} conversations, ${total === 0 ? 0 : Math.min(100, Math.round((100 * read) / total))} %\n`)
          },
        },
      )
      const judged = await judgeImported({
        store: app.storage.documents,
        scan: (text, signal) => app.privacy.scan(text, signal),
        log: app.platform.log,
        signal: stop.signal,
      })
      return { report, judged }
    })
    print(options.json, { ...report, judged }, () => [
      `${report.imported} conversations imported with ${report.turns} turns; ${report.known} were there already.`,
      ...report.skipped.map(({ reason, count }) => `Left out: ${count} × ${reason}.`),
      ...(report.cancelled ? ['Stopped. Import the file again to go on.'] : []),
    ])
    return report.cancelled ? EXIT.failure : EXIT.ok
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}
