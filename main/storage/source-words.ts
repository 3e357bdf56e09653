import type { Connection } from './connection.ts'

/** More words than this make a search no better. */
const MAX_WORDS = 32
/** A word that stands in more passages than this says little, and costs the time of them all. */
const COMMON = 1_500
/** Words of an OR, the rarest: so many, and together in about so many passages, because each of these is ranked. */
const MAX_ALTERNATIVES = 5
const MOST_RANKED = 2_000
/**
 * To count a phrase, each passage of its words is looked at: in an index of more than so many, only those of two strips, which are this share
 * of it together.
 */
const COUNTED_WHOLE = 20_000
const SHARE = 0.1
const PHRASE = /^"[^"]* /
/** The beginning of a word, shorter than this, is the beginning of too many. */
const LEAST_PREFIX = 3
/** Words whose frequency is remembered, and for how many searches: passages are added meanwhile. */
const REMEMBERED = 2_000

interface Term {
  /** As the index's query language has it, quoted: nothing of the query is read as that language. */
  readonly match: string
  readonly frequency: number
}

/** What to ask the index for: all terms first; `any` where that finds too little. */
export interface WordQuery {
  readonly all: string
  readonly any: string
  /** Every word is common: ranking all their passages would take long, so the first ones have to do. */
  readonly isCommon: boolean
}

/** Turns what a person typed into queries whose cost is bounded, by how often each word occurs. */
export function createWordQueries(db: Connection) {
  const probe = db.prepare(`SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ${COMMON + 1})`).pluck()
  // A bound that is not of the type INTEGER is none to the index, which would be read whole.
  const probeStrip = db
    .prepare(
      `SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH :match
         AND rowid BETWEEN CAST(:from AS INTEGER) AND CAST(:to AS INTEGER) LIMIT ${COMMON * SHARE + 1})`,
    )
    .pluck()
  const last = db.prepare('SELECT coalesce(max(id), 0) FROM source_passages').pluck()
  const known = new Map<string, number>()

  function count(match: string): number {
    const passages = PHRASE.test(match) ? Number(last.get()) : 0
    if (passages <= COUNTED_WHOLE) return Number(probe.get(match))
    const inStrip = (from: number): number => Number(probeStrip.get({ match, from, to: from + (passages * SHARE) / 2 }))
    // One that is in neither may be elsewhere.
    return Math.max(1, Math.round((inStrip(0) + inStrip(passages / 2)) / SHARE))
  }

  function frequencyOf(match: string): number {
    const remembered = known.get(match)
    if (remembered !== undefined) return remembered
    const frequency = count(match)
    // What is rare may become common while a folder is read; what is common stays so.
    if (frequency > COMMON) {
      if (known.size >= REMEMBERED) known.clear()
      known.set(match, frequency)
    }
    return frequency
  }

  return (query: string, typing: boolean): WordQuery | null => {
    const terms = termsOf(query, typing).map((match): Term => ({ match, frequency: frequencyOf(match) }))
    if (terms.length === 0) return null
    const rare = terms.filter(({ frequency }) => frequency <= COMMON).sort((a, b) => a.frequency - b.frequency)
    const present = rare.filter(({ frequency }) => frequency > 0)
    const used = rare.length === 0 ? terms : rare
    return {
      all: used.map(({ match }) => match).join(' AND '),
      any: (present.length === 0 ? used : rarest(present)).map(({ match }) => match).join(' OR '),
      isCommon: rare.length === 0,
    }
  }
}

/** Of terms by frequency, as many as may be ranked together; the first in any case. */
function rarest(terms: readonly Term[]): Term[] {
  let ranked = 0
  return terms.slice(0, MAX_ALTERNATIVES).filter(({ frequency }, index) => {
    ranked += frequency
    return index === 0 || ranked <= MOST_RANKED
  })
}

/** Phrases between quotes, words apart; the last word as a prefix while somebody types it. */
function termsOf(query: string, typing: boolean): string[] {
  const terms: string[] = []
  for (const [index, stretch] of query.split('"').entries()) {
    const words = stretch.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
    if (index % 2 === 1 && words.length > 1 && query.split('"').length > index + 1) terms.push(`"${words.join(' ')}"`)
    else terms.push(...words.map((word) => `"${word}"`))
  }
  const last = /[\p{L}\p{N}\p{M}]+$/u.exec(query)?.[0] ?? ''
  if (typing && last.length >= LEAST_PREFIX) terms[terms.length - 1] = `"${last}" *`
  return [...new Set(terms)].slice(0, MAX_WORDS)
}
