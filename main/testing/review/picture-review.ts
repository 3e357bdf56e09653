import { basename, dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TidegateError } from '#contracts/errors.ts'
import type { PictureDecision, PictureInFull, PictureList, WaitingPicture } from '#contracts/picture-review.ts'
import type { VisualDiff } from '#contracts/visual-diff.ts'
import { type BaselineStore, type Captured, type PicturePlace, picturePlaces } from '../baselines/index.ts'
import type { ComparePictures } from '../visual/index.ts'
import { likenessOf } from './likeness.ts'

export interface PictureReview {
  list(): Promise<PictureList>
  /** Rejects with NOT_FOUND when it does not wait any more. */
  look(id: string, signal?: AbortSignal): Promise<PictureInFull>
  /** The other pictures that wait and changed in the same way. Rejects with NOT_FOUND or CONFLICT when `picture` does not wait. */
  alike(seen: { readonly id: string; readonly picture: string }, signal?: AbortSignal): Promise<WaitingPicture[]>
  /** On all or on none. Rejects with NOT_FOUND or CONFLICT. */
  decide(decision: PictureDecision): Promise<void>
  /** Rejects with NOT_FOUND or CONFLICT. */
  undo(ids: readonly string[]): Promise<void>
}

export interface PictureReviewDeps {
  readonly dataDir: string
  readonly compare: ComparePictures
  /** Who decides: the person's name on this machine. */
  readonly author: () => string
  readonly now: () => number
}

interface Found {
  readonly waiting: WaitingPicture
  readonly store: BaselineStore
}

/** Pairs whose likeness is remembered. */
const REMEMBERED = 1_000

export function createPictureReview({ dataDir, compare, author, now }: PictureReviewDeps): PictureReview {
  const likenesses = new Map<string, string | null>()

  /** All that wait, read a picture at a time: there may be hundreds. */
  async function findAll(): Promise<Found[]> {
    const found: Found[] = []
    for (const { place, name } of picturePlaces(dataDir).flatMap((place) => place.store.waiting().map((name) => ({ place, name })))) {
      const one = findIn(place, name)
      if (one !== null) found.push(one)
      await nextTurn()
    }
    return found
  }

  function findIn(place: PicturePlace, name: string): Found | null {
    const mark = place.store.markOf(name)
    if (mark === null) return null
    const { host, folder, store } = place
    const about = { id: `${place.id}.${name}`, name, host, scenarios: nameOf(folder), isNew: !store.list().includes(name) }
    return { store, waiting: { ...about, ...mark } }
  }

  function placeOf(id: string): { readonly place: PicturePlace; readonly name: string } | null {
    const dot = id.indexOf('.')
    const place = picturePlaces(dataDir).find((one) => one.id === id.slice(0, dot))
    return place === undefined ? null : { place, name: id.slice(dot + 1) }
  }

  function find(id: string): Found {
    const at = placeOf(id)
    const found = at === null ? null : findIn(at.place, at.name)
    if (found === null) throw new TidegateError('NOT_FOUND', 'This picture does not wait any more. Nothing was decided: look again.')
    return found
  }

  async function diffOf({ store, waiting }: Found, signal?: AbortSignal): Promise<Compared> {
    const taken = store.readWaiting(waiting.name)
    if (taken === null) throw new TidegateError('NOT_FOUND', 'This picture does not wait any more. Look again.')
    const approved = store.read(waiting.name)
    if (approved === null) return { taken, approved, diff: null }
    const diff = await compare(approved, taken, { masks: [...approved.masks, ...taken.masks] }, signal)
    return { taken, approved, diff }
  }

  async function likeness(found: Found, signal?: AbortSignal): Promise<string | null> {
    const { id, picture, at } = found.waiting
    const last = found.store.history(found.waiting.name).length
    const key = `${id} ${picture} ${at} ${last}`
    const known = likenesses.get(key)
    if (known !== undefined) return known
    const { diff } = await diffOf(found, signal)
    if (likenesses.size >= REMEMBERED) likenesses.clear()
    likenesses.set(key, likenessOf(diff))
    return likenessOf(diff)
  }

  return {
    async list() {
      const decided = picturePlaces(dataDir).flatMap(({ id, host, store }) =>
        store.undoable().map((decision) => ({ ...decision, id: `${id}.${decision.name}`, host })),
      )
      return { waiting: (await findAll()).map(({ waiting }) => waiting), decided: decided.sort((a, b) => b.at - a.at) }
    },
    async look(id, signal) {
      const found = find(id)
      const { taken, approved, diff } = await diffOf(found, signal)
      return {
        waiting: found.waiting,
        taken: base64(taken),
        approved: approved === null ? null : base64(approved),
        diff,
        history: found.store.history(found.waiting.name).toReversed(),
      }
    },
    async alike({ id, picture }, signal) {
      const mine = find(id)
      if (mine.waiting.picture !== picture) throw new TidegateError('CONFLICT', 'Another picture was taken meanwhile. Look at the new one.')
      const wanted = await likeness(mine, signal)
      if (wanted === null) return []
      const others: WaitingPicture[] = []
      for (const other of await findAll()) {
        if (other.waiting.id !== id && (await likeness(other, signal)) === wanted) others.push(other.waiting)
      }
      return others
    },
    async decide({ pictures, decision, note }) {
      const seen = [...new Map(pictures.map((one) => [one.id, one])).values()].map((one) => ({ ...one, ...find(one.id) }))
      const changed = seen.find(({ picture, waiting }) => waiting.picture !== picture)
      if (changed !== undefined) {
        throw new TidegateError(
          'CONFLICT',
          `Another picture of “${changed.waiting.name}” was taken meanwhile. Nothing was decided: look at the new one.`,
        )
      }
      const by = { author: author(), note, at: now() }
      for (const { store, waiting, picture } of seen) {
        if (decision === 'approved') store.approve(waiting.name, { ...by, picture })
        else store.reject(waiting.name, { ...by, picture })
      }
    },
    async undo(ids) {
      const by = { author: author(), at: now() }
      const decided = [...new Set(ids)].map((id) => {
        const at = placeOf(id)
        if (at?.place.store.undoable().some(({ name }) => name === at.name)) return at
        throw new TidegateError('NOT_FOUND', 'This decision cannot be taken back any more. Take the picture again.')
      })
      for (const { place, name } of decided) place.store.undo(name, by)
    },
  }
}

interface Compared {
  readonly taken: Captured
  readonly approved: Captured | null
  readonly diff: VisualDiff | null
}

/** The last two parts of a path: what a person calls the folder. */
function nameOf(folder: string): string {
  return `${basename(dirname(folder))}/${basename(folder)}`
}

function base64({ png }: Captured): string {
  return Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')
}
