import { PEERS } from './peers/index.ts'
import type { PeerQuality, Quality } from './quality.ts'
import type { PeerSpeed } from './speed.ts'

/** One figure of ours beside the best that a library reached in the same run. */
export interface Ratio {
  readonly title: string
  readonly ours: number
  readonly best: number
  /** Who reached it. */
  readonly peer: string
  readonly higherIsBetter: boolean
  /** A share from 0 to 1 (else a rate). */
  readonly isShare: boolean
}

/** How many times better ours is: above 1 is better, whichever way the figure points. null where there is nothing to divide by. */
export function ratioOf({ ours, best, higherIsBetter }: Ratio): number | null {
  const [above, below] = higherIsBetter ? [ours, best] : [best, ours]
  return below > 0 ? above / below : null
}

/** Typed F1 that a library reaches on at least one file to be called useful beside the ones that find e-mail addresses and cards only. */
const USEFUL_TYPED_F1 = 0.25

const COMPARED: readonly (readonly [title: string, of: (quality: Quality) => number | null, higherIsBetter: boolean])[] = [
  ['typed F1', ({ typedF1 }) => typedF1, true],
  ['char F1', ({ charF1 }) => charF1, true],
  ['units left', ({ unitsLeft }) => unitsLeft, false],
  ['balanced accuracy', ({ balancedAccuracy }) => balancedAccuracy, true],
  ['MCC', ({ mcc, balancedAccuracy }) => (balancedAccuracy === null ? null : mcc), true],
]

/** Ours against the best library (what needs no package is a floor, not a library), for each file and for speed. */
export function ratiosOf(
  files: readonly string[],
  quality: Readonly<Record<string, PeerQuality>>,
  speed: Readonly<Record<string, PeerSpeed>>,
): Ratio[] {
  const libraries = [...new Set([...Object.keys(quality), ...Object.keys(speed)])].filter((peer) => (PEERS[peer]?.packages.length ?? 0) > 0)
  const compare = (
    title: string,
    of: (peer: string) => number | null,
    among: readonly string[],
    higherIsBetter: boolean,
    isShare: boolean,
  ): Ratio[] => {
    const ours = of('tidegate')
    const others = among.flatMap((peer) => {
      const value = of(peer)
      return value === null ? [] : [{ peer: PEERS[peer]?.title ?? peer, value }]
    })
    const [best] = others.sort((a, b) => (higherIsBetter ? b.value - a.value : a.value - b.value))
    return ours === null || best === undefined ? [] : [{ title, ours, best: best.value, peer: best.peer, higherIsBetter, isShare }]
  }
  const rates = [
    ['MB/s per message', 'perMessage'],
    ['MB/s on 64 KiB chunks', 'chunks'],
    ['MB/s for 10 MB in one piece', 'inOnePiece'],
  ] as const
  return [
    ...files.flatMap((file) =>
      COMPARED.flatMap(([title, of, higherIsBetter]) => {
        const figureOf = (peer: string): number | null => {
          const found = quality[peer]?.files[file]
          return found === undefined ? null : of(found)
        }
        return compare(`${file}: ${title}`, figureOf, libraries, higherIsBetter, title !== 'MCC')
      }),
    ),
    ...rates.flatMap(([title, kind]) => {
      const figureOf = (peer: string): number | null => {
        const timed = speed[peer]?.[kind]
        return timed === undefined || typeof timed === 'string' ? null : timed.bytesPerSecond / 1e6
      }
      const useful = libraries.filter((peer) => bestTypedF1(quality[peer]) >= USEFUL_TYPED_F1)
      return [
        ...compare(title, figureOf, libraries, true, false),
        ...compare(`${title}, of those that find names`, figureOf, useful, true, false),
      ]
    }),
  ]
}

function bestTypedF1(quality: PeerQuality | undefined): number {
  return Math.max(0, ...Object.values(quality?.files ?? {}).map(({ typedF1 }) => typedF1 ?? 0))
}
