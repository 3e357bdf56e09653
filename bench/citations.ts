// Measures the citation verifier on true claims, on false ones written by hand, and on true ones made false by a seeded generator.
// Run: npx node bench/citations.ts [--seed N] [--split dev,fresh-a,fresh-b,varied-dev,varied-dev-2,varied-unseen] [--half look|keep] [--misses] [--out FILE]
// `--half` takes the passages of one half of each set: `look` to see what goes wrong, `keep` to see whether what mends it there holds elsewhere.
// `--misses` prints what was judged wrongly, but never of `keep`, fresh-b, varied-unseen and wide-unseen, of which only totals are shown: whoever tunes the
// verifier does not look at them, and each look at the totals wears them out a little (see README.md). `--out` writes the rows as JSONL.
// Ends with 1 when precision or recall of either class is below 95 % on fresh-b or varied-unseen.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { citationsReport } from '../main/cli/commands/citations-report.ts'
import { checkClaim } from '../main/execution/citations/check/index.ts'
import { type PairRow, scorePairs } from '../main/execution/citations/eval/index.ts'
import { perturb } from './citations/perturb.ts'
import { createChance } from './leaks/chance.ts'

const AIM = 0.95
const UNSEEN = new Set(['fresh-b', 'varied-unseen', 'wide-unseen'])
const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261129' },
    half: { type: 'string' },
    split: { type: 'string', default: 'dev,fresh-a,varied-dev,varied-dev-2,wide-dev' },
    misses: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const EntrySchema = z.object({ kind: z.string(), passage: z.string(), true: z.array(z.string()), false: z.array(z.string()) })
let failed = false

function entriesIn(name: string): z.infer<typeof EntrySchema>[] {
  const lines = readFileSync(new URL(`citations/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => EntrySchema.parse(JSON.parse(line)))
}

/** A half of every set, by a hash of the passage, so that a row stays in its half when others are added. */
function isInHalf({ passage }: z.infer<typeof EntrySchema>): boolean {
  if (options.half === undefined) return true
  const isFirst = ((createHash('sha256').update(passage).digest()[0] ?? 0) & 1) === 0
  return isFirst === (options.half === 'look')
}

/** The passages of one split: of the fresh ones every other one is in fresh-b. */
function entriesOf(split: string): z.infer<typeof EntrySchema>[] {
  if (split === 'dev') return entriesIn('pairs')
  if (!split.startsWith('fresh-')) return entriesIn(split)
  return entriesIn('fresh').filter((_, index) => (index % 2 === 1) === (split === 'fresh-b'))
}

/** Kinds of passage begin with `de: ` or `fr: ` where they are not in English. */
function languageOf({ kind }: z.infer<typeof EntrySchema>): string {
  if (/^(?:bericht|protokoll)$/.test(kind)) return 'de'
  return /^(de|fr): /.exec(kind)?.[1] ?? 'en'
}

/** Rows as they were written, and those made from the true ones by the seeded generator. */
function rowsOf(split: string): { written: PairRow[]; made: PairRow[] } {
  const chance = createChance(Number(options.seed))
  const own = entriesOf(split).filter(isInHalf)
  const written: PairRow[] = []
  const made: PairRow[] = []
  for (const [index, entry] of own.entries()) {
    const language = languageOf(entry)
    const german = language === 'de'
    const sameLanguage = own.filter((other) => other !== entry && languageOf(other) === language)
    const others = sameLanguage.length > 0 ? sameLanguage : own.filter((other) => other !== entry)
    const row = (list: PairRow[], kind: string, claim: string, supported: boolean, passage = entry.passage): void => {
      list.push({ id: `${split}-${index}-${list.length}`, claim, passage, supported, kind })
    }
    for (const [supported, claims] of [
      [true, entry.true],
      [false, entry.false],
    ] as const) {
      for (const claim of claims) {
        const [kind = '', text = ''] = claim.split('|')
        row(written, supported ? `true: ${kind}` : `written: ${kind}`, text, supported)
        if (!supported) continue
        row(made, `true: ${kind}`, text, true)
        // The generator's words are English and German ones.
        const changes = language === 'fr' ? [] : perturb(text, entry.passage, chance, { passage: entry.passage, german })
        for (const { kind: how, claim: changed } of changes) {
          row(made, `made: ${how}`, changed, false)
        }
        row(made, 'made: source', text, false, chance.of(others).passage)
      }
    }
    row(made, 'true: copy', entry.passage.split(/(?<=[a-zäöü)]\.) /)[0] ?? '', true)
  }
  return { written, made }
}

for (const split of options.split.split(',')) {
  const sets = rowsOf(split)
  for (const [name, rows] of Object.entries(sets)) {
    // Once to warm up: what is reported is the speed of a running app.
    scorePairs(rows, () => performance.now())
    const report = scorePairs(rows, () => performance.now())
    const isUnseen = UNSEEN.has(split) || options.half === 'keep'
    const shown = isUnseen ? { ...report, kinds: [] } : report
    console.log(`\n${split}, ${name === 'written' ? 'written by hand' : 'made from true claims'}\n${citationsReport(shown).join('\n')}`)
    if (isUnseen) {
      const figures = [report.supported.precision, report.supported.recall, report.unsupported.precision, report.unsupported.recall]
      failed ||= figures.some((value) => (value ?? 0) < AIM)
    }
    if (options.misses && !isUnseen) {
      const wrong = new Set(report.wrong.map(({ id }) => id))
      for (const row of rows) {
        if (wrong.has(row.id)) console.log(JSON.stringify({ ...row, problems: checkClaim(row.claim, row.passage).problems }))
      }
    }
    if (options.out !== undefined) writeFileSync(options.out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { flag: 'a' })
  }
}
process.exitCode = failed ? 1 : 0
