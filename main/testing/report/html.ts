import type { TestResult } from '#contracts/test-run.ts'
import { traceCommand } from '#contracts/trace-command.ts'
import type { Checked } from '#contracts/verdict.ts'
import type { Region } from '#contracts/visual-diff.ts'
import { escapeMarkup } from './junit.ts'
import { caseName, disagreementInWords, picturePairs, type Report, rateInWords, STATUS_WORDS, seconds } from './report.ts'

/** Bytes of an artefact; null when it is gone. */
export type ReadArtefact = (path: string) => Uint8Array | null

/** One page that needs nothing else: no script, no font, no picture from elsewhere. Where a picture differs, both stand side by side with what changed boxed. */
export function toHtml({ run, outcome, kpis }: Report, readArtefact: ReadArtefact): string {
  const order = { failed: 0, 'needs-review': 1, passed: 2 } as const
  const results = run.results.toSorted((a, b) => order[a.verdict.status] - order[b.verdict.status])
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeMarkup(outcome.words)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 class="${outcome.ok ? 'passed' : 'failed'}">${escapeMarkup(outcome.words)}</h1>
<p>Tidegate ${escapeMarkup(run.environment.app)} on ${escapeMarkup(run.environment.platform)}, Node ${escapeMarkup(run.environment.node)}. ${escapeMarkup(new Date(run.startedAt).toISOString())}, ${seconds(outcome.ms)}.</p>
<dl>${[...new Set(run.results.map(({ verdict, ranOn }) => `<dt>${verdict.runner}</dt><dd>${escapeMarkup(ranOn)}</dd>`))].join('')}
<dt>passed, last 30 days</dt><dd>${rateInWords(kpis.passRate)}</dd>
<dt>time of a scenario</dt><dd>${kpis.executionMs.p50 === null ? 'none yet' : `${seconds(kpis.executionMs.p50)} median, ${seconds(kpis.executionMs.p95 ?? 0)} 95th percentile, of ${kpis.executionMs.sample}`}</dd>
<dt>unreliable</dt><dd>${rateInWords(kpis.flakeRate)}${escapeMarkup(kpis.flaky.map(({ scenario, runner }) => `; ${scenario} (${runner})`).join(''))}</dd>
<dt>in quarantine</dt><dd>${kpis.quarantined.length === 0 ? 'none' : escapeMarkup(kpis.quarantined.map(({ scenario, owner, until }) => `${scenario}: ${owner}, until ${new Date(until).toISOString().slice(0, 10)}`).join('; '))}</dd></dl>
${disagreements(outcome.disagreements)}
${results.map((result) => section(run.id, result, readArtefact)).join('\n')}
</main>
</body>
</html>
`
}

function disagreements(all: Report['outcome']['disagreements']): string {
  if (all.length === 0) return ''
  const rows = all.map((one) => `<li>${escapeMarkup(disagreementInWords(one))}</li>`)
  return `<section><h2 class="failed">The runners disagree</h2><ul>${rows.join('')}</ul></section>`
}

function section(run: string, result: TestResult, readArtefact: ReadArtefact): string {
  const { verdict } = result
  const checks = [...verdict.steps, ...verdict.expectations]
  const pictures = picturePairs(result).map(({ name, approved, taken }) => {
    const visual = checks.find(({ visual, words }) => visual !== null && words.includes(`“${name}”`))?.visual ?? null
    return `<div class="pair">${picture('approved', approved, readArtefact, [])}${picture('now', taken, readArtefact, visual?.regions ?? [])}</div>${regionList(visual?.regions ?? [])}`
  })
  const screen = result.artefacts.find(({ kind }) => kind === 'screen')
  const log = result.artefacts.find(({ kind }) => kind === 'log')
  const trace = traceCommand(run, result)
  const logBytes = log === undefined ? null : readArtefact(log.path)
  return `<details${verdict.status === 'passed' ? '' : ' open'}>
<summary><span class="${verdict.status}">${STATUS_WORDS[verdict.status]}</span> <b>${escapeMarkup(caseName(result))}</b> ${verdict.runner}, ${seconds(verdict.ms)}<br>${escapeMarkup(verdict.title)}</summary>
<ol>${checks.map(check).join('')}</ol>
${pictures.join('')}
${screen === undefined ? '' : picture('the screen at the end', screen.path, readArtefact, [])}
${trace === null ? '' : `<p>Everything that was done and seen: <code>${escapeMarkup(trace)}</code></p>`}
${logBytes === null ? '' : `<details><summary>What the app wrote</summary><pre>${escapeMarkup(new TextDecoder().decode(logBytes))}</pre></details>`}
</details>`
}

function check({ words, status, why, ms }: Checked): string {
  return `<li><span class="${status}">${STATUS_WORDS[status]}</span> ${escapeMarkup(words)} <small>${Math.round(ms)} ms</small>${why === '' ? '' : `<br>${escapeMarkup(why)}`}</li>`
}

/** The picture is drawn in its own pixels, so that boxes lie where they belong at any size. */
function picture(caption: string, path: string | null, readArtefact: ReadArtefact, regions: readonly Region[]): string {
  const bytes = path === null ? null : readArtefact(path)
  if (bytes === null) return `<figure><figcaption>${escapeMarkup(caption)}: there is none</figcaption></figure>`
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = bytes.length < 24 ? [0, 0] : [view.getUint32(16), view.getUint32(20)]
  const boxes = regions.map(({ box }) => `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"/>`).join('')
  const data = Buffer.from(bytes).toString('base64')
  return `<figure><figcaption>${escapeMarkup(caption)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(caption)}"><image href="data:image/png;base64,${data}" width="${width}" height="${height}"/>${boxes}</svg></figure>`
}

function regionList(regions: readonly Region[]): string {
  return regions.length === 0 ? '' : `<ul>${regions.map(({ words }) => `<li>${escapeMarkup(words)}</li>`).join('')}</ul>`
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 75rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
details { border-top: 1px solid #8886; padding: .6rem 0; }
summary { cursor: pointer; }
.passed { color: light-dark(#14662b, #7fd99a); }
.failed { color: light-dark(#a11a1a, #ff9c94); }
.needs-review { color: light-dark(#7a4b00, #f2c063); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
figure { margin: .5rem 0; }
svg { width: 100%; border: 1px solid #8886; }
rect { fill: none; stroke: #d0006f; stroke-width: 3; vector-effect: non-scaling-stroke; }
pre { overflow-x: auto; white-space: pre-wrap; }
`
