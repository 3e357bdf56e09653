import type { SourceText } from '../types.ts'
import { type Block, blocksOf, titleOf } from './blocks.ts'
import { bm25 } from './bm25.ts'
import { formScore, isMeta, isOverview } from './features.ts'
import { centrality, pickDiverse } from './graph.ts'
import { createSentenceSplitter, type Sentence } from './sentences.ts'
import { contentTerms, createTermIndex, type TermIndex, topicTerms } from './tokens.ts'

/** A sentence of one of the sources, with its terms. */
export interface Candidate extends Sentence {
  /** Index of its source. */
  readonly source: number
  readonly terms: readonly number[]
  readonly form: number
}

interface SourceBlock extends Block {
  readonly source: number
}

/** Only the best blocks are cut into sentences, and only the best sentences enter the graph, which is quadratic in its nodes. */
const MAX_BLOCKS = 200
const GRAPH_NODES = 96
const MIN_CHARS = 20
const MAX_CHARS = 420
const MIN_TERMS = 3
const MIN_TERMS_CJK = 2
/** Words that name the document say which one is meant, not what of it is wanted. */
const NAMING_WEIGHT = 0.2
const HEADING_SHARE = 0.5
/** An opening matters less when something definite was asked. */
const PLACE_SHARE = 0.4
/** What a sentence loses that has no word of the topic, nor its heading. */
const OFF_TOPIC = 0.3
/** A sentence less relevant than this share of the best is off the point of a focused request. */
const RELEVANCE_FLOOR = 0.42
/** Of many words of a request this share is found by chance, in a source about anything else. */
const CHANCE_SHARE = 0.25
/** Blocks between two chances for others to run. */
const SLICE = 200

interface Topic {
  readonly weights: ReadonlyMap<number, number>
  /** Whether a word of the request that does more than name the document occurs in the sources. */
  readonly focused: boolean
  /** See `isOpen`. */
  readonly open: boolean
}

export interface Selection {
  readonly sentences: Candidate[]
  /** See `isOpen`. */
  readonly open: boolean
}

/**
 * The `count` sentences that answer the request best without repeating each other, in the order of the sources. A focused request
 * is answered by BM25 of its topic; one for the whole document, or one whose words do not occur, by what is central and by each
 * section's share. Yields now and then, so that a caller may do other things meanwhile.
 */
export function* selectSentences(prompt: string, sources: readonly SourceText[], count: number): Generator<undefined, Selection> {
  const index = createTermIndex()
  const blocks: SourceBlock[] = []
  const blockTerms: number[][] = []
  let section = ''
  let headingTerms: number[] = []
  const seen = new Set<string>()
  let read = 0
  for (const [source, { text }] of sources.entries()) {
    for (const block of blocksOf(text)) {
      blocks.push({ ...block, source })
      read += 1
      if (read % SLICE === 0) yield
      // Page headers and repeated passages count once.
      const words = text.slice(block.start, block.end)
      if (seen.has(words)) continue
      seen.add(words)
      // A section is about what its heading says, also where its sentences do not repeat it.
      if (block.section !== section) headingTerms = index.ids(block.section)
      section = block.section
      blockTerms.push([...index.ids(words), ...headingTerms])
    }
  }
  const topic = topicOf(prompt, sources, index)
  yield
  const best = blocks.length <= MAX_BLOCKS ? blocks : bestBlocks(blocks, blockTerms, topic)
  yield
  const candidates = candidatesOf(best, sources, index)
  yield
  return { sentences: pick(candidates, topic, count, index), open: topic.open }
}

function topicOf(prompt: string, sources: readonly SourceText[], index: TermIndex): Topic {
  const naming = new Set(sources.flatMap(({ name, text }) => contentTerms(`${name.replace(/[._-]/g, ' ')} ${titleOf(text)}`)))
  const weights = new Map<number, number>()
  let focused = false
  const asked = topicTerms(prompt)
  for (const term of asked) {
    const id = index.idOf(term)
    if (id === undefined) continue
    weights.set(id, naming.has(term) ? NAMING_WEIGHT : 1)
    focused ||= !naming.has(term)
  }
  return { weights, focused, open: isOpen(asked, (term) => naming.has(term) || index.idOf(term) !== undefined) }
}

/**
 * Whether the request leaves the choice to the engine: it is for something that the sources hold nothing of, or for whatever they hold,
 * which no list of words tells apart. Figures are found by chance.
 */
function isOpen(asked: readonly string[], isKnown: (term: string) => boolean): boolean {
  const words = [...new Set(asked)].filter((term) => /\p{L}/u.test(term))
  return words.length > 0 && words.filter(isKnown).length <= words.length * CHANCE_SHARE
}

function bestBlocks(blocks: readonly SourceBlock[], terms: readonly (readonly number[])[], topic: Topic): SourceBlock[] {
  const direct = scaled(bm25(topic.weights, terms))
  const typical = scaled(typicality(terms))
  const scores = blocks.map((block, at) => {
    // Openings of a source and of its sections say what they are about.
    const opens = block.source !== blocks[at - 1]?.source ? 0.3 : block.section !== blocks[at - 1]?.section ? 0.1 : 0
    return (topic.focused ? 1 : 0.15) * (direct[at] ?? 0) + 0.35 * (typical[at] ?? 0) + opens
  })
  const order = scores.map((_score, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const kept = new Set(order.slice(0, MAX_BLOCKS))
  return blocks.filter((_block, at) => kept.has(at))
}

/** Sentences worth quoting: not too short to say something, not too long to be one statement, no question and no lead-in. */
function candidatesOf(blocks: readonly SourceBlock[], sources: readonly SourceText[], index: TermIndex): Candidate[] {
  const split = createSentenceSplitter()
  const titles = sources.map(({ text }) => new Set(index.ids(titleOf(text))))
  const candidates: Candidate[] = []
  let before: Candidate | null = null
  for (const block of blocks) {
    let afterQuestion = false
    for (const sentence of split(block, sources[block.source]?.text ?? '')) {
      const terms = index.ids(sentence.text)
      const isQuestion = /[?？]["”’»)\]*_]*$/.test(sentence.text)
      const cjk = /[\u3040-\u30FF\u3400-\u9FFF]/.test(sentence.text)
      const length = sentence.text.length
      const states = !isQuestion && !/[:：]["”’*_]*$/.test(sentence.text) && terms.length >= (cjk ? MIN_TERMS_CJK : MIN_TERMS)
      if (states && length >= (cjk ? MIN_CHARS / 2 : MIN_CHARS) && length <= MAX_CHARS) {
        const title = titles[block.source] ?? new Set()
        const opensSource = before?.source !== block.source
        const place = {
          opensSource,
          opensSection: opensSource || before?.section !== block.section,
          afterQuestion,
          titleShare: title.size === 0 ? 0 : new Set(terms.filter((term) => title.has(term))).size / title.size,
        }
        const candidate: Candidate = { ...sentence, source: block.source, terms, form: formScore(sentence, place) }
        candidates.push(candidate)
        if (!isMeta(sentence.text)) before = candidate
      }
      afterQuestion = isQuestion
    }
  }
  const statements = candidates.filter(({ text }) => !isMeta(text))
  return statements.length > 0 ? statements : candidates
}

function pick(candidates: readonly Candidate[], topic: Topic, count: number, index: TermIndex): Candidate[] {
  const sections = new Map<string, readonly number[]>()
  const withSection = candidates.map(({ terms, section }) => {
    const known = sections.get(section) ?? index.ids(section)
    sections.set(section, known)
    return [...terms, ...known]
  })
  const inSection = scaled(bm25(topic.weights, withSection))
  const inText = scaled(
    bm25(
      topic.weights,
      candidates.map(({ terms }) => terms),
    ),
  )
  // What stands under a fitting heading counts, what says it itself counts more.
  const direct = inSection.map((score, at) => Math.max(inText[at] ?? 0, score * HEADING_SHARE))
  const typical = scaled(typicality(candidates.map(({ terms }) => terms)))
  const [forTopic, forMatter] = topic.focused ? [0.75, 0.15] : [0.1, 0.35]
  const scores = candidates.map(({ form }, at) => {
    const fit = direct[at] ?? 0
    const matter = forMatter * (typical[at] ?? 0)
    if (!topic.focused) return forTopic * fit + matter + form
    return forTopic * fit + matter + (form > 0 ? form * PLACE_SHARE : form) - (fit === 0 ? OFF_TOPIC : 0)
  })
  const nodes = scores
    .map((_score, at) => at)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, GRAPH_NODES)
  const sets = nodes.map((at) => new Set(candidates[at]?.terms))
  const central = scaled(centrality(sets))
  const relevance = nodes.map((at, node) => (scores[at] ?? 0) + 0.2 * (central[node] ?? 0))
  // A section that sums up may speak as often as four others.
  const groups = nodes.map((at, node) => {
    const { source = 0, section = '' } = candidates[at] ?? {}
    return isOverview(section) ? `${source} ${section} ${node % 4}` : `${source} ${section}`
  })
  return pickDiverse(sets, relevance, groups, { count, crowding: topic.focused ? 0.03 : 0.14, floor: topic.focused ? RELEVANCE_FLOOR : 0 })
    .map((node) => nodes[node] ?? -1)
    .sort((a, b) => a - b)
    .flatMap((at) => candidates[at] ?? [])
}

/** How much of what the sources often speak of a text holds: mean log frequency of its terms, stop words being gone. */
function typicality(texts: readonly (readonly number[])[]): number[] {
  const distinct = texts.map((terms) => new Set(terms))
  let last = 0
  for (const terms of texts) for (const term of terms) last = Math.max(last, term)
  const frequency = new Uint32Array(last + 1)
  for (const terms of distinct) for (const term of terms) frequency[term] = (frequency[term] ?? 0) + 1
  return distinct.map((terms) => {
    let sum = 0
    for (const term of terms) sum += Math.log(frequency[term] ?? 1)
    return sum / Math.sqrt(Math.max(9, terms.size))
  })
}

function scaled(values: readonly number[]): number[] {
  const top = values.reduce((most, value) => Math.max(most, value), 0)
  return top > 0 ? values.map((value) => value / top) : values.map(() => 0)
}
