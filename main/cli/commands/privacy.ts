import { join } from 'node:path'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { Finding, ScanResult } from '#contracts/privacy.ts'
import { createClassifier, loadLexicons, splitEvidence } from '../../privacy/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { readText } from '../input.ts'
import { print, printText, table, when } from '../output.ts'
import { scanRows } from './scan-rows.ts'

/** `scan FILE|-` and `scan --jsonl FILE|-`. Works without a data folder. */
export async function scan(context: CliContext, file: string | undefined, options: CommonOptions & { jsonl?: string }): Promise<number> {
  const classifier = createClassifier(loadLexicons(join(context.resourcesDir, 'lexicons')))
  if (options.jsonl !== undefined) return scanRows(options.jsonl, classifier)
  if (file === undefined) throw new TidegateError('BAD_INPUT', 'Name a file, or - for standard input.')
  const text = await readText(file)
  const started = performance.now()
  const found = classifier.scan(text)
  const elapsedMs = performance.now() - started
  const { label } = found
  const { findings, evidence } = splitEvidence(found.findings)
  const result: ScanResult & { evidence: readonly Finding[] } = { label, findings, evidence, elapsedMs }
  print(options.json, result, () => [
    `${label}: ${findings.length === 0 ? 'nothing found' : `${findings.length} finding${findings.length === 1 ? '' : 's'}`}`,
    ...table(rowsOf(findings, text)),
    ...(evidence.length === 0 ? [] : ['why it is private as a whole:', ...table(rowsOf(evidence, text))]),
  ])
  return EXIT.ok
}

/** One row each; lines are counted on from one finding to the next. */
function rowsOf(findings: readonly Finding[], text: string): string[][] {
  let line = 1
  let counted = 0
  return findings.map((finding) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < finding.start; at = text.indexOf('\n', at + 1)) line += 1
    counted = finding.start
    return findingRow(finding, text, line)
  })
}

/** Type, place and a hint of the value: its first and last character, never the whole. */
function findingRow(finding: Finding, text: string, line: number): string[] {
  const value = text.slice(finding.start, finding.end)
  const hint = value.length <= 4 ? '••••' : `${value.slice(0, 1)}${'•'.repeat(Math.min(value.length - 2, 12))}${value.slice(-1)}`
  return [`  ${finding.type}`, `line ${line}`, `${finding.start}-${finding.end}`, hint.replace(/\s+/g, ' '), finding.score.toFixed(2)]
}

export async function mask(context: CliContext, file: string, options: CommonOptions & { vault?: string }): Promise<void> {
  const text = await readText(file)
  const result = await withApp(context, options, (app) => app.privacy.mask(text, options.vault, { keep: true }))
  printText(options.json, result)
  if (options.json !== true) process.stderr.write(`Masked ${result.masked}. To restore: tidegate restore FILE --vault ${result.vaultId}\n`)
}

export async function restore(context: CliContext, file: string, options: CommonOptions & { vault: string }): Promise<void> {
  const text = await readText(file)
  const result = await withApp(context, options, (app) => app.privacy.restore(text, options.vault))
  printText(options.json, result)
  if (options.json === true) return
  for (const { surrogate, start } of result.places) {
    const line = result.text.slice(0, start).split('\n').length
    process.stderr.write(`Not restored, because it was altered: ${surrogate} (line ${line})\n`)
  }
}

/** `vault list`. */
export async function listVaults(context: CliContext, options: CommonOptions): Promise<void> {
  const vaults = await withApp(context, options, (app) => app.privacy.vaults.list())
  print(options.json, vaults, () =>
    vaults.length === 0
      ? ['No vault is kept.']
      : table(vaults.map(({ id, createdAt, setAsideAt }) => [id, when(createdAt), setAsideAt === null ? '' : 'cannot be decrypted'])),
  )
}

const FORGOTTEN = {
  memory: 'Deleted.',
  'key-destroyed': 'Deleted. Its key is destroyed: no backup of it can be read any more.',
  'rows-overwritten':
    'Deleted and overwritten. Its key is in the environment or in use by a vault that cannot be read, so backups made before still hold it, encrypted.',
} as const

/** `vault forget ID`. */
export async function forgetVault(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const forgotten = await withApp(context, options, (app) => app.privacy.vaults.forget(id))
  print(options.json, { vaultId: id, forgotten }, () => [FORGOTTEN[forgotten]])
}

/** `vault rotate`. */
export async function rotateVaults(context: CliContext, options: CommonOptions): Promise<void> {
  const vaults = await withApp(context, options, (app) => app.privacy.vaults.rotate())
  print(options.json, { vaults }, () => [`${vaults} vault${vaults === 1 ? '' : 's'} under a new key; the old one is destroyed.`])
}
