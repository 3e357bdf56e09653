import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Label } from '#contracts/privacy.ts'
import { viewsOf } from '../masking/index.ts'
import { createRestrictedOverlap, type RestrictedOverlap } from './restricted-overlap.ts'

/** The texts of the workspace and their labels. A text never changes under its id. */
export interface LabelledTexts {
  list(): Promise<readonly { readonly id: string; readonly label: Label }[]>
  /** Null when it was removed meanwhile. */
  text(id: string): Promise<string | null>
}

/**
 * Answers whether a long exact run of a payload, also under its encodings, stands in one of the workspace's restricted texts. The index
 * is made anew when those change.
 */
export function createRestrictedTexts(texts: LabelledTexts): (payload: string) => Promise<boolean> {
  let known: { readonly key: string; readonly overlap: Promise<RestrictedOverlap> } | null = null

  async function build(ids: readonly string[]): Promise<RestrictedOverlap> {
    const found: string[] = []
    for (const id of ids) {
      found.push((await texts.text(id)) ?? '')
      await nextTurn()
    }
    return createRestrictedOverlap(found)
  }

  return async (payload) => {
    const ids = (await texts.list()).filter(({ label }) => label === 'restricted').map(({ id }) => id)
    if (ids.length === 0) return false
    const key = ids.join('\n')
    if (known?.key !== key) known = { key, overlap: build(ids) }
    const current = known
    try {
      const overlap = await current.overlap
      return viewsOf(payload).some(({ text }) => overlap.overlaps(text))
    } catch (error) {
      // The next request tries again; this one is not sent.
      if (known === current) known = null
      throw error
    }
  }
}
