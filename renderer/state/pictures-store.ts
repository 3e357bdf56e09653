import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PictureInFull, PictureList, WaitingPicture } from '#contracts/picture-review.ts'
import { t } from '../i18n/t.ts'
import { coalesced } from './coalesced.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import type { UiStore } from './ui-store.ts'

/** Pictures of screens that wait for a decision, and the one that is looked at. Null until it has arrived. */
export interface PicturesState {
  readonly list: PictureList | null
  readonly error: string | null
  readonly openId: string | null
  readonly open: PictureInFull | null
  /** The others that changed like the open one. */
  readonly alike: readonly WaitingPicture[] | null
  readonly isDeciding: boolean
  reload(): Promise<void>
  choose(id: string): Promise<void>
  /** To the next one (1) or the one before (-1); stays at the ends. */
  step(by: 1 | -1): Promise<void>
  /** On the open one, and on those like it when `all`; then goes to the next. */
  decide(decision: 'approved' | 'rejected', note: string, all?: boolean): Promise<void>
  /** Rejects with what is wrong. */
  undo(ids: readonly string[]): Promise<void>
}

export type PicturesStore = StoreApi<PicturesState>

export function createPicturesStore(connection: ConnectionStore, ui: UiStore): PicturesStore {
  return createStore<PicturesState>()((set, get) => {
    let asked = 0
    /** Shows a list, and the open picture of it, or the one that came after it. */
    const show = async (list: PictureList): Promise<void> => {
      const { list: earlier, openId } = get()
      const now = new Map(list.waiting.map((one) => [one.id, one]))
      const from = earlier?.waiting.findIndex(({ id }) => id === openId) ?? -1
      const following = from < 0 ? [] : (earlier?.waiting.slice(from) ?? [])
      const next = following.flatMap(({ id }) => now.get(id) ?? [])[0] ?? list.waiting.at(from < 0 ? 0 : -1)
      set({ list, error: null })
      if (next === undefined) {
        asked += 1
        set({ openId: null, open: null, alike: null })
      } else if (next.id !== openId || isAnother(next)) await get().choose(next.id)
      // Those that were decided on elsewhere are none of them any more.
      else set({ alike: get().alike?.filter(({ id, picture }) => now.get(id)?.picture === picture) ?? null })
    }
    const isAnother = ({ picture }: WaitingPicture): boolean => {
      const { open } = get()
      return open !== null && open.waiting.picture !== picture
    }
    /** All that wait are compared for it: nobody waits for that. */
    const findAlike = async ({ waiting: { id, picture } }: PictureInFull, mine: number): Promise<void> => {
      try {
        const alike = await connection.api().pictures.alike({ id, picture })
        if (asked === mine) set({ alike })
      } catch (error) {
        if (asked === mine) set({ error: describeError(error) })
      }
    }

    return {
      list: null,
      error: null,
      openId: null,
      open: null,
      alike: null,
      isDeciding: false,
      reload: coalesced(async () => {
        try {
          await show(await connection.api().pictures.list())
        } catch (error) {
          set({ error: describeError(error) })
        }
      }),
      async choose(id) {
        asked += 1
        const mine = asked
        set({ openId: id, open: null, alike: null })
        try {
          const open = await connection.api().pictures.look({ id })
          // Another was chosen, or the same anew.
          if (asked !== mine) return
          set({ open, error: null })
          void findAlike(open, mine)
        } catch (error) {
          if (asked === mine) set({ error: describeError(error) })
        }
      },
      async step(by) {
        const { list, openId, choose } = get()
        const at = list?.waiting.findIndex(({ id }) => id === openId) ?? -1
        const next = at < 0 ? undefined : list?.waiting[at + by]
        if (next !== undefined) await choose(next.id)
      },
      async decide(decision, note, all = false) {
        const { open, alike, isDeciding } = get()
        if (open === null || isDeciding) return
        const pictures = [open.waiting, ...(all ? (alike ?? []) : [])]
        set({ isDeciding: true })
        try {
          const seen = pictures.map(({ id, picture }) => ({ id, picture }))
          const list = await connection.api().pictures.decide({ pictures: seen, decision, note })
          ui.getState().notify(said(decision, pictures), () => get().undo(seen.map(({ id }) => id)))
          await show(list)
        } catch (error) {
          const failure = describeError(error)
          // What changed meanwhile is seen at once; why nothing was decided stays beside it.
          await get().reload()
          set({ error: failure })
        } finally {
          set({ isDeciding: false })
        }
      },
      async undo(ids) {
        await show(await connection.api().pictures.undo({ ids: [...ids] }))
      },
    }
  })
}

function said(decision: 'approved' | 'rejected', pictures: readonly WaitingPicture[]): string {
  const [first] = pictures
  if (pictures.length > 1) return t('{count, plural, one {# picture approved.} other {# pictures approved.}}', { count: pictures.length })
  const name = first?.name ?? ''
  return decision === 'approved' ? t('{name} approved.', { name }) : t('{name} rejected.', { name })
}
