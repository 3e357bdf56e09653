import type { Citation } from '#contracts/generation.ts'
import { contentTerms, type Sentence, splitSentences } from '../extractive/index.ts'
import type { SourceText } from '../types.ts'
import { type Read, readForCheck } from './check/index.ts'
import { attributable } from './support.ts'

interface Indexed extends Sentence {
  readonly source: SourceText
}

/** Finds the sentence of the sources that bears out a statement. */
export interface Attributor {
  /**
   * The best supporting sentence, as a citation without its marker; else one that the statement clearly draws on and contradicts, marked as
   * not verified; else null.
   */
  attribute(claim: string): Omit<Citation, 'marker'> | null
}

/** Sentences looked at more closely for one statement: those that share the most words with it. */
const SHORTLIST = 12

/** Builds an inverted index over the sources' sentences at first use: a draft that never needs it pays nothing. */
export function createAttributor(sources: readonly SourceText[]): Attributor {
  let built: { sentences: Indexed[]; postings: Map<string, number[]> } | null = null

  function index(): NonNullable<typeof built> {
    if (built !== null) return built
    const sentences = sources.flatMap((source) => splitSentences(source.text).map((sentence) => ({ ...sentence, source })))
    const postings = new Map<string, number[]>()
    for (const [number, { text }] of sentences.entries()) {
      for (const term of new Set(contentTerms(text))) {
        const list = postings.get(term)
        if (list === undefined) postings.set(term, [number])
        else list.push(number)
      }
    }
    built = { sentences, postings }
    return built
  }

  /** Sentences are read once, when a statement first asks for them. */
  const reads = new Map<number, Read>()
  function readOf(number: number, text: string): Read {
    const known = reads.get(number) ?? readForCheck(text)
    reads.set(number, known)
    return known
  }

  return {
    attribute(claim) {
      const { sentences, postings } = index()
      const shared = new Map<number, number>()
      for (const term of new Set(contentTerms(claim))) {
        const list = postings.get(term) ?? []
        // A word that is everywhere tells nothing.
        if (list.length > sentences.length / 2 && sentences.length > 20) continue
        for (const number of list) shared.set(number, (shared.get(number) ?? 0) + 1)
      }
      const best = [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, SHORTLIST)
      const wanted = best.length === 0 ? null : readForCheck(claim)
      let wrong: Omit<Citation, 'marker'> | null = null
      for (const [number] of best) {
        const sentence = sentences[number]
        if (sentence === undefined || wanted === null) continue
        const { held, contradicted } = attributable(wanted, readOf(number, sentence.text))
        const { source, start, end, text } = sentence
        const found = { source: source.id, sourceName: source.name, start, end, quote: text }
        if (held) return { ...found, verified: true }
        if (contradicted !== null) wrong ??= { ...found, verified: false, problem: contradicted }
      }
      return wrong
    },
  }
}
