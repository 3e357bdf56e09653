import { z } from 'zod'
import type { JobPlace } from '#contracts/job-list.ts'
import type { Connection } from '../connection.ts'
import { readRow } from '../row.ts'
import { type JobRow, type JobRows, READY } from './job-rows.ts'
import { AGEING_MS, rankOf } from './rank.ts'

const NeighbourSchema = z.object({ seq: z.number().int(), rank: z.number().int() })
type Neighbour = z.infer<typeof NeighbourSchema>

/**
 * Puts a ready job at a place in the order of those that are ready. The order is the rank (ms), which is the time when a job was due less its priority; so a
 * place between two is a priority, and a due time that is moved by less than a minute. Where there is no room between two, those before give way by the few
 * milliseconds that are missing.
 */
export function createPlacing(db: Connection, rows: JobRows): (id: string, place: JobPlace) => boolean {
  const ready = `ready = ${READY.yes}`
  const first = db.prepare(`SELECT seq, rank FROM jobs WHERE ${ready} AND seq <> :self ORDER BY rank, seq LIMIT 1`)
  const next = db.prepare(
    `SELECT seq, rank FROM jobs WHERE ${ready} AND seq <> :self AND (rank, seq) > (:rank, :seq) ORDER BY rank, seq LIMIT 1`,
  )
  const previous = db.prepare(
    `SELECT seq, rank FROM jobs WHERE ${ready} AND seq <> :self AND (rank, seq) < (:rank, :seq) ORDER BY rank DESC, seq DESC LIMIT 1`,
  )
  /** All of one rank that come before a place. */
  const moveGroup = db.prepare(
    `UPDATE jobs SET rank = rank - :by, run_at = run_at - :by WHERE ${ready} AND seq <> :self AND rank = :rank AND seq < :before`,
  )
  const neighbour = (row: unknown): Neighbour | null => (row === undefined ? null : readRow(NeighbourSchema, row, 'job'))

  /** Makes those before `place` end at `highest` or below; each group of one rank stays together, and goes no further than it must. */
  function giveWay(self: number, place: Neighbour, highest: number): void {
    const groups: { readonly rank: number; readonly to: number; readonly before: number }[] = []
    let limit = highest
    let edge = place
    for (;;) {
      const nearest = neighbour(previous.get({ self, ...edge }))
      if (nearest === null || nearest.rank <= limit) break
      groups.push({ rank: nearest.rank, to: limit, before: nearest.rank === edge.rank ? edge.seq : Number.MAX_SAFE_INTEGER })
      edge = { rank: nearest.rank, seq: 0 }
      limit -= 1
    }
    // The lowest first, so that none arrives where another still is.
    for (const { rank, to, before } of groups.reverse()) moveGroup.run({ self, rank, by: rank - to, before })
  }

  function placed(row: JobRow, rank: number): void {
    // The nearest priority with which it was due already.
    const priority = Math.floor((row.runAt - rank) / AGEING_MS)
    const runAt = rank + priority * AGEING_MS
    rows.save({ ...row, priority, runAt })
  }

  return (id, place) => {
    const row = rows.find(id)
    if (row === null || row.ready !== READY.yes) return false
    const self = row.seq
    if (place === 'first') {
      const head = neighbour(first.get({ self }))
      if (head !== null && (head.rank < rankOf(row) || (head.rank === rankOf(row) && head.seq < self))) placed(row, head.rank - 1)
      return true
    }
    const named = rows.find('before' in place ? place.before : place.after)
    if (named === null || named.ready !== READY.yes || named.seq === self) return false
    const at: Neighbour = { seq: named.seq, rank: rankOf(named) }
    const before = 'before' in place ? at : neighbour(next.get({ self, ...at }))
    if (before === null) {
      placed(row, at.rank + 1)
      return true
    }
    giveWay(self, before, before.rank - 2)
    placed(row, before.rank - 1)
    return true
  }
}
