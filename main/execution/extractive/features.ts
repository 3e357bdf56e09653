import type { Sentence } from './sentences.ts'

/** Signals besides words, each a share of the score. After Edmundson, New Methods in Automatic Extracting (1969): cue, title, location. */
const WEIGHTS = {
  lead: 0.3,
  sectionLead: 0.1,
  opens: 0.04,
  opensItem: 0.1,
  overview: 0.2,
  title: 0.12,
  figures: 0.07,
  cue: 0.05,
  dangling: -0.45,
  apart: -0.2,
  meta: -0.6,
} as const

const OVERVIEW =
  /^(?:executive )?(?:summary|abstract|overview|introduction|conclusions?|key points|in short|zusammenfassung|überblick|fazit|résumé|aperçu|resumen|sommario|samenvatting)\b/i
const CUE =
  /\b(?:decid|decision|recommend|risk|must|goal|aim|deadline|due|expect|cost|cause|because|result|conclu|find|found|shows?|means|depends|largest|most|main|need)/i
/** Openings that lean on a sentence that may not be there. */
const DANGLING =
  /^(?:it|its|they|their|them|this|these|those|that|he|she|his|her|such|both|neither|but|and|or|so|yet|however|therefore|thus|then|here|also|otherwise|instead|again|another|moreover|furthermore|by contrast|for example|for instance|in addition|as a result|the (?:alternative|second|third|former|latter|other|others|same)|er|sie|es|diese[rsnm]?|dies|aber|und|doch|il|elle|ils|elles|cela|ces|mais|sin embargo|pero)\b/i
/** Words that point at something outside the sentence. */
const POINTING =
  /\b(?:on that (?:day|date)|accordingly|the following|(?:for|in|at) (?:this|that) (?:reason|case|point|respect)|that (?:is|was) why|the (?:former|latter|above)|as (?:above|below|follows|described)|(?:see|shown in|in) (?:above|below|section|figure|table|chapter|fig\.))\b/i
/** Lines about the document, not about its matter. */
const META =
  /^(?:version|draft|date[ds]?|updated|present|apologies|notes?|author|page|copyright|©|next meeting|tags?|status|confidential|to|from|subject|cc)\b[^.]{0,80}[:;,]|^(?:version|dates? (?:are|is)|updated|copyright|©|all rights)\b/i

/** Where a sentence stands among its neighbours. */
export interface Place {
  /** The first of its source, and of its section, that states something. */
  readonly opensSource: boolean
  readonly opensSection: boolean
  readonly afterQuestion: boolean
  /** Share of the title's words that it holds, 0 to 1. */
  readonly titleShare: number
}

/** What a sentence's form and place add to its score. */
export function formScore({ text, position, section, kind }: Sentence, place: Place): number {
  const opening = text.replace(/^[*_"“'‘(]+/, '')
  return (
    (place.opensSource
      ? WEIGHTS.lead
      : place.opensSection
        ? WEIGHTS.sectionLead
        : position === 0
          ? kind === 'item'
            ? WEIGHTS.opensItem
            : WEIGHTS.opens
          : 0) +
    (isOverview(section) ? WEIGHTS.overview : 0) +
    WEIGHTS.title * place.titleShare +
    (/\d/.test(text) ? WEIGHTS.figures : 0) +
    (CUE.test(text) ? WEIGHTS.cue : 0) +
    (DANGLING.test(opening) || POINTING.test(text) ? WEIGHTS.dangling : 0) +
    (place.afterQuestion ? WEIGHTS.apart : 0) +
    (isMeta(text) ? WEIGHTS.meta : 0)
  )
}

/** Whether a section sums the document up. */
export function isOverview(section: string): boolean {
  return OVERVIEW.test(section)
}

/** Whether a line speaks about the document. */
export function isMeta(text: string): boolean {
  return META.test(text.replace(/^[*_"“'‘(]+/, ''))
}
