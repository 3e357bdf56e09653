// `npx node bench/false-refusals.ts --data FILE [--limit N]`: of the prompts that the gate calls public, how many the egress door then refuses.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DEFAULT_POLICY, type Policy } from '../contracts/privacy.ts'
import { composeMessages } from '../main/execution/prompt.ts'
import { judge } from '../main/privacy/egress/index.ts'
import type { EgressRequest } from '../main/privacy/egress/types.ts'
import { createClassifier, labelOfSpans, loadLexicons } from '../main/privacy/index.ts'

const { values } = parseArgs({ options: { data: { type: 'string' }, limit: { type: 'string', default: '1000' } } })
if (values.data === undefined) {
  process.stderr.write('Name a file of JSON lines, each with a "prompt" or "text": --data FILE\n')
  process.exit(2)
}
const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../resources/lexicons', import.meta.url))))
const form = { shape: 'Write a summary in one or two short paragraphs.', output: 'prose' } as const

/** As a pipe of Langbase is asked. */
function requestOf(prompt: string): EgressRequest {
  const messages = composeMessages({ prompt, form, passages: [], masked: false })
  return {
    method: 'POST',
    url: 'https://api.langbase.com/v1/pipes/run',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ name: 'drafts', messages, stream: true }),
    context: {
      purpose: 'generate',
      provider: 'p',
      jobId: null,
      generationId: null,
      attemptId: null,
      decision: { id: 'd', route: 'hosted', label: 'public' },
      vaultId: null,
    },
    signal: new AbortController().signal,
    timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 },
  }
}

const rows = readFileSync(values.data, 'utf8').split('\n').filter(Boolean).slice(0, Number(values.limit))
let gate = 0
const reasons = new Map<string, number>()
const started = performance.now()
for (const row of rows) {
  const { prompt, text } = JSON.parse(row) as { readonly prompt?: string; readonly text?: string }
  const asked = prompt ?? text ?? ''
  if (asked === '' || classifier.scan(asked).label !== 'public') continue
  gate += 1
  const verdict = await judge(
    { request: requestOf(asked), policy: DEFAULT_POLICY as unknown as Policy, privacyMode: 'balanced', vault: [], loopback: false },
    {
      async labelsOf(read) {
        const { label, findings } = classifier.scan(read)
        return { whole: label, spans: labelOfSpans(findings) }
      },
      findOriginals: () => [],
      overlapsRestricted: async () => false,
      keys: async () => [],
    },
  )
  if (!verdict.allowed) reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1)
}
const refused = [...reasons.values()].reduce((sum, count) => sum + count, 0)
console.log(
  `${gate} of ${rows.length} prompts are public; the door refuses ${refused} of these (${((100 * refused) / Math.max(1, gate)).toFixed(1)} %)` +
    `${refused === 0 ? '' : `: ${[...reasons].map(([reason, count]) => `${reason} ${count}`).join(', ')}`}. ${((performance.now() - started) / rows.length).toFixed(1)} ms a prompt.`,
)
