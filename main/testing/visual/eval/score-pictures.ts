import type { Box, Fingerprint, VisualDiff } from '#contracts/visual-diff.ts'
import type { ComparePictures } from '../picture-workers.ts'
import type { PictureRow } from './parse-picture-row.ts'

export interface VisualReport {
  readonly pairs: number
  /** In an equal environment: real changes found and missed, unchanged screens passed and alarmed. */
  readonly sameEnvironment: { readonly detected: number; readonly missed: number; readonly passed: number; readonly falseAlarms: number }
  /** In another environment: pairs that were put before a person, and real changes that passed (must be 0). */
  readonly otherEnvironment: {
    readonly needsReview: number
    readonly realPassed: number
    readonly realWithRegions: number
    readonly real: number
  }
  /** Labelled boxes that a region's box meets within 8 px on every side. */
  readonly boxes: { readonly labelled: number; readonly within8px: number }
  readonly kinds: ReadonlyArray<{ readonly kind: string; readonly pairs: number; readonly right: number }>
  readonly wrong: ReadonlyArray<{ readonly id: string; readonly kind: string; readonly verdict: string }>
  /** Comparing with decoding and the way to a thread and back, ms. */
  readonly medianMs: number
}

const HERE: Fingerprint = { renderer: 'labelled', platform: 'labelled', fonts: '', scale: 1, flags: [] }
const THERE: Fingerprint = { ...HERE, renderer: 'labelled as another' }
const NEAR = 8

export interface ScoreDeps {
  /** The bytes of a picture by the path in its row. */
  readonly read: (path: string) => Uint8Array
  readonly compare: ComparePictures
  /** Milliseconds. */
  readonly now: () => number
}

/** Compares every labelled pair, one after the other. */
export async function scorePictures(rows: readonly PictureRow[], { read, compare, now }: ScoreDeps): Promise<VisualReport> {
  const results: { readonly row: PictureRow; readonly diff: VisualDiff; readonly ms: number; readonly right: boolean }[] = []
  for (const row of rows) {
    const before = { png: read(row.before), fingerprint: row.fingerprints?.before ?? HERE, elements: [] }
    const after = { png: read(row.after), fingerprint: row.fingerprints?.after ?? (row.sameEnvironment ? HERE : THERE), elements: [] }
    const started = now()
    const diff = await compare(before, after, { masks: row.masks })
    results.push({ row, diff, ms: now() - started, right: isRight(row, diff) })
  }
  const same = results.filter(({ diff }) => diff.environment.length === 0)
  const other = results.filter(({ diff }) => diff.environment.length > 0)
  const count = (of: typeof results, holds: (result: (typeof results)[number]) => boolean): number => of.filter(holds).length
  const labelled = results.flatMap(({ row, diff }) => row.boxes.map((box) => ({ box, diff })))
  const times = results.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return {
    pairs: rows.length,
    sameEnvironment: {
      detected: count(same, ({ row, diff }) => row.changed && diff.verdict === 'changed'),
      missed: count(same, ({ row, diff }) => row.changed && diff.verdict === 'same'),
      passed: count(same, ({ row, diff }) => !row.changed && diff.verdict === 'same'),
      falseAlarms: count(same, ({ row, diff }) => !row.changed && diff.verdict === 'changed'),
    },
    otherEnvironment: {
      needsReview: count(other, ({ diff }) => diff.verdict === 'needs-review'),
      real: count(other, ({ row }) => row.changed),
      realPassed: count(other, ({ row, diff }) => row.changed && diff.verdict !== 'needs-review'),
      realWithRegions: count(other, ({ row, diff }) => row.changed && diff.regions.length > 0),
    },
    boxes: {
      labelled: labelled.length,
      within8px: labelled.filter(({ box, diff }) => diff.regions.some((region) => isNear(region.box, box))).length,
    },
    kinds: [...Map.groupBy(results, ({ row }) => row.kind)].map(([kind, of]) => ({
      kind,
      pairs: of.length,
      right: count(of, ({ right }) => right),
    })),
    wrong: results.filter(({ right }) => !right).map(({ row, diff }) => ({ id: row.id, kind: row.kind, verdict: diff.verdict })),
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
  }
}

function isRight({ changed }: PictureRow, { environment, verdict }: VisualDiff): boolean {
  if (environment.length > 0) return verdict === 'needs-review'
  return verdict === (changed ? 'changed' : 'same')
}

function isNear(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) <= NEAR &&
    Math.abs(a.y - b.y) <= NEAR &&
    Math.abs(a.x + a.width - b.x - b.width) <= NEAR &&
    Math.abs(a.y + a.height - b.y - b.height) <= NEAR
  )
}
