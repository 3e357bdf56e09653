// How much leaves by each way of executing the hybrid route, in one run: `npx tidegate bench strategies [--json]`.
// Units are what the writers of bench/privacy/prompts marked as private; a unit has left when its words stand in what the hosted server got.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { HYBRID_STRATEGIES } from '../../contracts/generation.ts'
import { startTestApp, twoProviders } from '../../e2e/integration/test-app.ts'
import { startLangbaseServer, startOpenAiServer } from '../../e2e/services/index.ts'
import { estimateTokens } from '../../main/providers/index.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, limit: { type: 'string' } }, allowPositionals: true, strict: false })
const RowSchema = z.object({ id: z.string(), text: z.string(), label: z.string(), units: z.array(z.string()).default([]) })
const rows = readFileSync(join(import.meta.dirname, '../privacy/prompts/chat.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => RowSchema.parse(JSON.parse(line)))
  .filter(({ units }) => units.length > 0)
  .slice(0, typeof values.limit === 'string' ? Number(values.limit) : undefined)
const source = {
  name: 'coastal-engineering.md',
  text: readFileSync(join(import.meta.dirname, '../../resources/sample/coastal-engineering.md'), 'utf8'),
}
/** Added to each prompt: something that anybody may know, so that a request has parts with and without something private. */
const OPEN_PART = '\n\nExplain in general what a revetment is.'

const KEY = 'bench-key-1234567890'
const hosted = await startLangbaseServer({ key: KEY, reply: 'Done.' })
// The worst draft for privacy: it repeats the request, and everything private with it.
const local = await startOpenAiServer({ reply: ({ messages }) => (messages.at(-1)?.content ?? '').slice(0, 1_500) })
const test = await startTestApp({ ...twoProviders({ hosted, local }), budgetUsdPerDay: 1_000 }, { hosted: KEY })

interface Tally {
  runs: number
  kept: number
  units: number
  left: number
  tokens: number
}

const tallies = new Map<string, Tally>()
try {
  for (const { text, units } of rows) {
    const prompt = text + OPEN_PART
    const whole = estimateTokens(prompt) + estimateTokens(source.text)
    add('everything, unmasked', units, text, whole, true)
    for (const strategy of HYBRID_STRATEGIES) {
      const before = hosted.requests.length
      const generation = await test.run({ prompt, sources: [source], options: { route: 'hybrid', strategy } })
      const sent = hosted.requests
        .slice(before)
        .map(({ body }) => bodyText(body))
        .join('\n')
      // What the policy keeps here (restricted), and what could not be cut, is no example of the strategy.
      const done = generation.attempts.some(({ part }) => part?.strategy === strategy)
      if (generation.state === 'succeeded' && done) add(strategy, units, sent, estimateTokens(sent), sent !== '')
    }
  }
} finally {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
}

function add(name: string, units: readonly string[], sent: string, tokens: number, left: boolean): void {
  const tally = tallies.get(name) ?? { runs: 0, kept: 0, units: 0, left: 0, tokens: 0 }
  const seen = sent.toLowerCase()
  tally.runs += 1
  tally.kept += left ? 0 : 1
  tally.units += units.length
  tally.left += units.filter((unit) => seen.includes(unit.toLowerCase())).length
  tally.tokens += tokens
  tallies.set(name, tally)
}

function bodyText(body: string): string {
  const parsed: unknown = JSON.parse(body)
  const { messages } = z.object({ messages: z.array(z.object({ content: z.string() })).default([]) }).parse(parsed)
  return messages.map(({ content }) => content).join('\n')
}

const base = tallies.get('everything, unmasked')
const table = [...tallies].map(([name, tally]) => ({
  strategy: name,
  requests: tally.runs,
  unitsLeftPct: Math.round((1_000 * tally.left) / Math.max(1, tally.units)) / 10,
  hostedTokensPerRequest: Math.round(tally.tokens / Math.max(1, tally.runs)),
  timesCheaperThanEverything:
    Math.round(10 * ((base?.tokens ?? 0) / Math.max(1, base?.runs ?? 1) / (tally.tokens / Math.max(1, tally.runs)))) / 10,
}))
if (values.json === true) process.stdout.write(`${JSON.stringify({ prompts: rows.length, table }, null, 2)}\n`)
else {
  process.stdout.write(`${rows.length} prompts with a source of ${source.text.length} characters\n`)
  for (const row of table) process.stdout.write(`${JSON.stringify(row)}\n`)
}
