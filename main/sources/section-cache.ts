import type { Finding } from '#contracts/privacy.ts'
import { AROUND, type Section } from '../privacy/classifier/index.ts'

/** Characters whose findings are kept, of all texts together. */
const KEPT_CHARS = 1_000_000

interface Entry {
  readonly section: Section
  /** Spans count from the beginning of what was read. */
  readonly findings: readonly Finding[]
}

/**
 * What was found in the sections of the texts that were scanned last. A key pressed in a long prompt changes one section; the others are
 * the same characters with the same characters around them, so the same is found. Kept in memory only.
 */
export interface SectionCache {
  get(text: string, section: Section): Finding[] | null
  set(text: string, section: Section, findings: readonly Finding[]): void
  clear(): void
}

export function createSectionCache(): SectionCache {
  const entries = new Map<string, Entry>()
  let chars = 0

  return {
    get(text, section) {
      const { from, to, own } = readOf(text, section)
      const key = text.slice(from, to)
      const entry = entries.get(key)
      if (entry === undefined || entry.section.start !== own.start || entry.section.end !== own.end) return null
      // What is used again is the last to be given up.
      entries.delete(key)
      entries.set(key, entry)
      return moved(entry.findings, from)
    },
    set(text, section, findings) {
      const { from, to, own } = readOf(text, section)
      const key = text.slice(from, to)
      if (!entries.has(key)) chars += key.length
      entries.set(key, { section: own, findings: moved(findings, -from) })
      for (const oldest of entries.keys()) {
        if (chars <= KEPT_CHARS) break
        entries.delete(oldest)
        chars -= oldest.length
      }
    },
    clear() {
      entries.clear()
      chars = 0
    },
  }
}

/** The stretch that is read for a section, and the section within it. A text's first section is read otherwise than the same characters elsewhere. */
function readOf(text: string, { start, end }: Section): { from: number; to: number; own: Section } {
  const from = Math.max(0, start - AROUND)
  return { from, to: Math.min(text.length, end + AROUND), own: { start: start - from, end: end - from } }
}

function moved(findings: readonly Finding[], by: number): Finding[] {
  return findings.map((finding) => ({ ...finding, start: finding.start + by, end: finding.end + by }))
}
