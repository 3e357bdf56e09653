import { open } from 'node:fs/promises'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { LedgerEntry, LedgerVerification } from '#contracts/privacy.ts'
import { withBytesThatLeft } from '#contracts/requests-that-left.ts'
import type { App } from '../../app.ts'
import { ledgerHead, ledgerLine } from '../../privacy/egress/ledger-text.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { cannotWrite, print, table, when } from '../output.ts'
import { type ListOptions, limitOf } from './records.ts'

const DAY_MS = 86_400_000
const EXPORT_PAGE = 200
/** What is said of the record that vouches for the end of the chain. */
const ANCHOR_WORDS: Readonly<Record<LedgerVerification['anchor'], string>> = {
  signed: 'Its end agrees with the signed record beside the database.',
  unsigned: 'Its end agrees with the record beside the database, which is not signed: this host has no place for a key.',
  unreadable: 'The key of the record that vouches for its end cannot be read now: unlock the keychain and verify again.',
  none: 'Nothing vouches for its end yet; the next request will.',
}

/** `ledger list`: the newest entries, with the bytes that really left. As they were recorded and hashed, `ledger export` has them. */
export async function ledgerList(context: CliContext, options: ListOptions): Promise<void> {
  const limit = limitOf(options)
  const entries = withBytesThatLeft(await withApp(context, options, (app) => app.storage.ledger.list({ limit })))
  print(options.json, entries, () =>
    entries.length === 0
      ? ['The ledger is empty: nothing has left this machine.']
      : table([
          ['SEQ', 'AT', 'KIND', 'VERDICT', 'DESTINATION', 'OUT', 'IN', 'LABEL', 'REASON'],
          ...entries.map((entry) => [
            String(entry.seq),
            when(entry.at),
            entry.kind,
            entry.verdict,
            entry.destination,
            String(entry.bytesOut),
            String(entry.bytesIn),
            entry.label,
            entry.reason ?? '',
          ]),
        ]),
  )
}

export async function ledgerVerify(context: CliContext, options: CommonOptions): Promise<number> {
  const result = await withApp(context, options, (app) => app.storage.ledger.verify())
  print(options.json, result, () => [
    result.ok
      ? `Intact: ${result.entries} entries. ${ANCHOR_WORDS[result.anchor]}`
      : `BROKEN at entry ${result.brokenAt ?? 'unknown'}: ${result.problem ?? ''}.`,
  ])
  return result.ok ? EXIT.ok : EXIT.failure
}

/** `ledger totals`: what went where, by day. */
export async function ledgerTotals(context: CliContext, options: CommonOptions & { days?: string }): Promise<void> {
  const days = Number(options.days ?? 30)
  if (!Number.isInteger(days) || days < 1 || days > 3_660)
    throw new TidegateError('BAD_INPUT', '--days needs a whole number from 1 to 3660.')
  const totals = await withApp(context, options, (app) => {
    const midnight = new Date(app.platform.clock.now()).setHours(24, 0, 0, 0)
    return app.storage.ledger.totals({ from: midnight - days * DAY_MS, to: midnight })
  })
  print(options.json, totals, () =>
    totals.length === 0
      ? [`Nothing has left this machine in the last ${days} days.`]
      : table([
          ['DAY', 'DESTINATION', 'SENT', 'REFUSED', 'OUT', 'IN'],
          ...totals.map((row) => [row.day, row.destination, ...[row.sent, row.refused, row.bytesOut, row.bytesIn].map(String)]),
        ]),
  )
}

interface ExportOptions extends CommonOptions {
  readonly format?: string
  readonly output?: string
}

/** `ledger export`: every entry with its payload and hashes, oldest first, so that the chain can be checked elsewhere. */
export async function ledgerExport(context: CliContext, options: ExportOptions): Promise<void> {
  const format = options.format ?? 'jsonl'
  if (format !== 'jsonl' && format !== 'csv') throw new TidegateError('BAD_INPUT', '--format needs jsonl or csv.')
  const count = await withApp(context, options, async (app) => {
    // The payloads are what left, so the file is for its owner only; one that is there already is not written over.
    const file = options.output === undefined ? null : await open(options.output, 'wx', 0o600).catch(cannotWrite(options.output))
    const write = async (text: string): Promise<void> => {
      if (file === null) process.stdout.write(text)
      else await file.writeFile(text)
    }
    try {
      await write(ledgerHead(format))
      return await exportPages(app, (entry) => ledgerLine(format, entry), write)
    } finally {
      await file?.close()
    }
  })
  if (options.output !== undefined) print(options.json, { entries: count, file: options.output }, () => [`${count} entries written.`])
}

async function exportPages(app: App, lineOf: (entry: LedgerEntry) => string, write: (text: string) => Promise<void>): Promise<number> {
  let after = 0
  let count = 0
  while (true) {
    const page = await app.storage.ledger.following({ after, limit: EXPORT_PAGE })
    if (page.length === 0) return count
    await write(page.map(lineOf).join(''))
    count += page.length
    after = page.at(-1)?.seq ?? after
  }
}
