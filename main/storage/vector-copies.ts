import type { Connection } from './connection.ts'
import { contentHash, embeddedText } from './passage-content.ts'

/**
 * Gives a new passage the vector of another one with the same text: a file that changed in one place is stored anew as a whole, and only that
 * place is embedded again. Costs a look at one row while nothing is embedded.
 */
export function createVectorCopies(db: Connection): (passages: readonly PassageRow[]) => void {
  const hasIndex = db.prepare('SELECT 1 FROM vector_index')
  const same = db.prepare('SELECT passage_id FROM passage_vectors WHERE content = ? LIMIT 1').pluck()
  const copyVector = db.prepare(
    'INSERT OR IGNORE INTO passage_vectors (passage_id, content, vector) SELECT ?, content, vector FROM passage_vectors WHERE passage_id = ?',
  )
  const copySigns = db.prepare(
    'INSERT OR IGNORE INTO passage_signs (passage_id, signs) SELECT ?, signs FROM passage_signs WHERE passage_id = ?',
  )
  return (passages) => {
    if (hasIndex.get() === undefined) return
    for (const { id, ...passage } of passages) {
      const other = same.get(contentHash(embeddedText(passage)))
      if (other === undefined) continue
      copyVector.run(id, other)
      copySigns.run(id, other)
    }
  }
}

interface PassageRow {
  readonly id: number | bigint
  readonly context: string
  readonly text: string
}
