// Measures what a user feels, on this machine, in one run: `npm run measure`. Prints one JSON document.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeDataDir, removeDataDir, startHost } from '../e2e/host-process.ts'
import { createClassifier, loadLexicons } from '../main/privacy/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = join(root, 'bin', 'tidegate.mjs')
const article = readFileSync(join(root, 'resources', 'sample', 'coastal-engineering.md'), 'utf8')

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function textOf(chars: number): string {
  return article.repeat(Math.ceil(chars / article.length)).slice(0, chars)
}

/** One keystroke's rescan of a 4 kB prompt, ms: median and 99th percentile of 300. */
function keystroke(): { medianMs: number; p99Ms: number } {
  const classifier = createClassifier(loadLexicons(join(root, 'resources', 'lexicons')))
  const prompt = `${textOf(3_900)} Write to margaret.ellison@northfield.example, +1 415 555 0134.`
  for (let warm = 0; warm < 20; warm += 1) classifier.scan(prompt)
  const times: number[] = []
  for (let typed = 0; typed < 300; typed += 1) {
    const started = performance.now()
    classifier.scan(`${prompt}${typed}`)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return { medianMs: median(times), p99Ms: times[296] ?? Number.NaN }
}

/** `tidegate scan` of 1 MB as a process of its own, start included, ms: median of 5, after one that fills the compile cache. */
function scanFile(folder: string): { medianMs: number; scanOnlyMs: number } {
  const file = join(folder, 'large.txt')
  writeFileSync(file, textOf(1_000_000))
  const times: number[] = []
  let scanOnlyMs = Number.NaN
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now()
    const { stdout, status, stderr } = spawnSync(process.execPath, [command, 'scan', file, '--json'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`scan failed: ${stderr}`)
    if (round > 0) times.push(performance.now() - started)
    scanOnlyMs = (JSON.parse(stdout) as { elapsedMs: number }).elapsedMs
  }
  return { medianMs: median(times), scanOnlyMs }
}

/** Start of the headless host until it answers, ms, median of 5 on a used data folder; then its idle memory and CPU. */
async function hostStart(dataDir: string): Promise<{ firstStartMs: number; medianMs: number; idleRssMb: number; idleCpuPct: number }> {
  const times: number[] = []
  let idle = { rssMb: Number.NaN, cpuPct: Number.NaN }
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now()
    const host = await startHost(dataDir)
    await fetch(new URL('/healthz', host.url))
    times.push(performance.now() - started)
    if (round === 5) idle = await idleOf(host.pid)
    await host.stop()
  }
  const [firstStartMs = Number.NaN, ...rest] = times
  return { firstStartMs, medianMs: median(rest), idleRssMb: idle.rssMb, idleCpuPct: idle.cpuPct }
}

/** Resident memory (MiB) and CPU (percent of one core over 10 s) of a process that nobody uses. Linux only; NaN elsewhere. */
async function idleOf(pid: number): Promise<{ rssMb: number; cpuPct: number }> {
  const ticks = (): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  }
  if (process.platform !== 'linux') return { rssMb: Number.NaN, cpuPct: Number.NaN }
  await delay(2_000)
  const before = ticks()
  await delay(10_000)
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  return { rssMb: rssKb / 1024, cpuPct: (ticks() - before) / 10 }
}

/** First text of the extractive engine on a 200 kB source after the call that a click makes, ms, median of 7 different prompts. */
async function firstToken(dataDir: string): Promise<{ medianMs: number; worstMs: number }> {
  const host = await startHost(dataDir)
  const origin = new URL(host.url).origin
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}/api${path}`, { ...init, headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' } })
  const times: number[] = []
  try {
    for (let round = 0; round < 8; round += 1) {
      // A source of its own each round: nothing about it is cached.
      const body = { name: `r${round}.md`, base64: Buffer.from(`Round ${round}.\n\n${textOf(200_000)}`).toString('base64') }
      const source = (await (await call('/sources', { method: 'POST', body: JSON.stringify(body) })).json()) as { id: string }
      const started = performance.now()
      const request = { prompt: `Summarise how tide gates work, variant ${round}`, sources: [{ id: source.id }] }
      const { id } = (await (await call('/generations', { method: 'POST', body: JSON.stringify(request) })).json()) as { id: string }
      const events = await call(`/generations/${id}/events`)
      let seen = ''
      for await (const chunk of events.body ?? []) {
        seen += Buffer.from(chunk).toString('utf8')
        if (/"type":"text"|"text":"[^"]/.test(seen)) break
      }
      if (round > 0) times.push(performance.now() - started)
    }
  } finally {
    await host.stop()
  }
  return { medianMs: median(times), worstMs: Math.max(...times) }
}

const folder = mkdtempSync(join(tmpdir(), 'tidegate-measure-'))
const dataDir = makeDataDir()
try {
  const result = {
    keystroke4kB: keystroke(),
    scan1MB: scanFile(folder),
    headlessStart: await hostStart(dataDir),
    extractiveFirstText200kB: await firstToken(dataDir),
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
  removeDataDir(dataDir)
}
