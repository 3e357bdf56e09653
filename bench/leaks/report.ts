import type { AppRun } from './app-run.ts'
import type { Found, Tally } from './classify.ts'
import type { DoorRun } from './door-run.ts'
import type { Planted } from './types.ts'

const share = ({ found, pairs }: Tally): string => `${((100 * found) / pairs).toFixed(2)} %`.padStart(9)

function rows(map: ReadonlyMap<string, Tally>): string[] {
  return [...map].map(
    ([name, tally]) => `${share(tally)}  ${String(tally.found).padStart(6)} of ${String(tally.pairs).padStart(6)}  ${name}`,
  )
}

export function foundReport(found: Found, values: number, elapsedMs: number): string {
  const wrong = [...found.byKind]
    .filter(([, { found: seen, pairs }]) => seen < pairs)
    .sort(([, a], [, b]) => a.found / a.pairs - b.found / b.pairs)
  return [
    `${values} values, ${found.restricted.pairs + found.confidential.pairs} pairs of a value and a disguise, in ${(elapsedMs / 1000).toFixed(1)} s`,
    `restricted values found:   ${share(found.restricted)}  ${found.restricted.found} of ${found.restricted.pairs}`,
    `confidential values found: ${share(found.confidential)}  ${found.confidential.found} of ${found.confidential.pairs}`,
    '',
    'By family:',
    ...rows(found.byFamily),
    '',
    'Restricted values by disguise:',
    ...rows(found.byDisguise),
    '',
    'Restricted kinds that were not always found:',
    ...rows(new Map(wrong)),
    '',
    'Harmless words taken for restricted:',
    ...rows(new Map([...found.falseAlarms].filter(([, { found: seen }]) => seen > 0))),
  ].join('\n')
}

/** What was missed, grouped by family, kind and disguise, with one example of each. */
export function missReport(found: Found): string {
  const groups = new Map<string, { count: number; text: string; label: string }>()
  for (const { planted, disguise, text, label } of found.misses) {
    const key = `${planted.family} | ${planted.kind} | ${disguise}`
    const group = groups.get(key) ?? { count: 0, text, label }
    group.count += 1
    groups.set(key, group)
  }
  const lines = [...groups]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([key, { count, text, label }]) => `${String(count).padStart(4)} × ${key} (was ${label}): ${JSON.stringify(text.slice(0, 220))}`)
  return `${found.misses.length} pairs missed, ${groups.size} combinations\n\n${lines.join('\n')}\n`
}

export function doorReport(mode: 'door' | 'vault', run: DoorRun): string {
  const passed = [...run.through.values()].reduce((sum, count) => sum + count, 0)
  const what =
    mode === 'door' ? 'at the door, taken for public by everything before it' : 'at the door, in the vault and unmasked, the label scan off'
  return [
    `${run.pairs} pairs ${what}: ${passed} let through`,
    ...[...run.through].sort(([, a], [, b]) => b - a).map(([name, count]) => `${String(count).padStart(8)}  ${name}`),
  ].join('\n')
}

export function appReport(run: AppRun, elapsedMs: number): string {
  const { control, live } = run
  const notLive = [...live].filter(([, isLive]) => !isLive).map(([name]) => name)
  return [
    `${run.requests} requests through the app in ${(elapsedMs / 1000).toFixed(0)} s: ${[...run.states].map(([state, count]) => `${count} ${state}`).join(', ')}`,
    `${run.arrivals} requests with ${run.bytes} bytes reached the hosted server; planted values in them: ${run.leaks.length}`,
    `control: a harmless value arrived in ${control.arrived} of ${control.disguises} disguises, the detector saw it in ${control.detected};`,
    `         a harmless request arrived under ${live.size - notLive.length} of ${live.size} faults${notLive.length === 0 ? '' : ` (not: ${notLive.join('; ')})`}`,
  ].join('\n')
}

export function leakLines(leaks: readonly { readonly disguise: string; readonly planted: Planted; readonly text: string }[]): string {
  return leaks
    .map(({ disguise, planted, text }) => `${planted.family} | ${planted.kind} | ${disguise} | ${JSON.stringify(text.slice(0, 220))}`)
    .join('\n')
}
