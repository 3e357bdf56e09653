import { type Label, labelRank } from '../../contracts/privacy.ts'
import { DISGUISES } from './disguises.ts'
import type { Planted } from './types.ts'

export interface Tally {
  found: number
  pairs: number
}

export interface Miss {
  readonly disguise: string
  readonly planted: Planted
  readonly text: string
  readonly label: Label
}

export interface Found {
  readonly restricted: Tally
  readonly confidential: Tally
  readonly byDisguise: ReadonlyMap<string, Tally>
  readonly byFamily: ReadonlyMap<string, Tally>
  readonly byKind: ReadonlyMap<string, Tally>
  readonly misses: readonly Miss[]
  /** Harmless words in the same disguises that were taken for restricted. */
  readonly falseAlarms: ReadonlyMap<string, Tally>
}

const HARMLESS = [
  'lantern',
  'quarterly gardening almanac',
  'twelve red boats',
  'The tide comes in twice a day.',
  'photosynthesis',
  'a recipe for plum cake',
  'version 2.4 of the handbook',
  'Chapter 7',
  'blue whale',
  'the second Sunday in May',
]

/** Labels every value in every disguise. A value counts as found when the text is labelled at least as high as it must be. */
export function measureFound(values: readonly Planted[], labelOf: (text: string) => Label): Found {
  const restricted: Tally = { found: 0, pairs: 0 }
  const confidential: Tally = { found: 0, pairs: 0 }
  const byDisguise = new Map<string, Tally>()
  const byFamily = new Map<string, Tally>()
  const byKind = new Map<string, Tally>()
  const misses: Miss[] = []
  const count = (tally: Tally, found: boolean): void => {
    tally.pairs += 1
    if (found) tally.found += 1
  }
  const of = (map: Map<string, Tally>, key: string): Tally => {
    const tally = map.get(key) ?? { found: 0, pairs: 0 }
    map.set(key, tally)
    return tally
  }
  for (const planted of values) {
    for (const disguise of DISGUISES) {
      const text = disguise.apply(planted)
      if (text === null) continue
      const label = labelOf(text)
      const found = labelRank(label) >= labelRank(planted.label)
      count(planted.label === 'restricted' ? restricted : confidential, found)
      count(of(byFamily, planted.family), found)
      if (planted.label === 'restricted') {
        count(of(byDisguise, disguise.name), found)
        count(of(byKind, `${planted.family}: ${planted.kind}`), found)
      }
      if (!found) misses.push({ disguise: disguise.name, planted, text, label })
    }
  }
  const falseAlarms = new Map<string, Tally>()
  for (const value of HARMLESS) {
    for (const disguise of DISGUISES) {
      const text = disguise.apply({
        family: 'password',
        kind: 'harmless',
        value,
        carrier: 'The words of the day are {}',
        column: 'title',
        label: 'public',
      })
      if (text !== null) count(of(falseAlarms, disguise.name), labelOf(text) === 'restricted')
    }
  }
  return { restricted, confidential, byDisguise, byFamily, byKind, misses, falseAlarms }
}
