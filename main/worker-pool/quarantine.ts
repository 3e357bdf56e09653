import { createHash } from 'node:crypto'

/** Remembers what ended the thread that worked on it, so that it is not tried for ever. In memory: a start is another chance. */
export interface Quarantine {
  /** Whether it has ended so many threads that it is not tried any more. */
  isShut(fingerprint: string): boolean
  noteCrash(fingerprint: string): void
  /** It was done after all: what ended the thread before was something else. */
  noteSuccess(fingerprint: string): void
}

/** The oldest is forgotten first. */
const REMEMBERED = 500

export function createQuarantine(crashesAllowed: number): Quarantine {
  const crashes = new Map<string, number>()
  return {
    isShut: (fingerprint) => (crashes.get(fingerprint) ?? 0) >= crashesAllowed,
    noteCrash(fingerprint) {
      const count = (crashes.get(fingerprint) ?? 0) + 1
      crashes.delete(fingerprint)
      const oldest = crashes.keys().next()
      if (crashes.size >= REMEMBERED && oldest.done !== true) crashes.delete(oldest.value)
      crashes.set(fingerprint, count)
    },
    noteSuccess: (fingerprint) => void crashes.delete(fingerprint),
  }
}

const PIECE_BYTES = 65_536
const PIECES = 4

/** Tells contents apart by their length and by four pieces of them: a large file is not read whole on the calling thread for it. */
export function fingerprintOf(kind: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(`${kind} ${bytes.byteLength} `)
  if (bytes.byteLength <= PIECE_BYTES * PIECES) return hash.update(bytes).digest('base64')
  const step = (bytes.byteLength - PIECE_BYTES) / (PIECES - 1)
  for (let piece = 0; piece < PIECES; piece += 1) {
    const from = Math.floor(piece * step)
    hash.update(bytes.subarray(from, from + PIECE_BYTES))
  }
  return hash.digest('base64')
}
