import { contentTerms } from '../extractive/index.ts'

/** One thing that a request asks for, with what it needs of the text around it. */
export interface Part {
  /** The pieces of the prompt that belong to it, in their order, `[start, end)` in UTF-16 code units. */
  readonly pieces: readonly { readonly start: number; readonly end: number }[]
  readonly text: string
}

interface Unit {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly asks: boolean
  readonly listed: boolean
}

/** More parts than this are one request: nobody numbers a shopping list to have each item answered by another model. */
const MOST_PARTS = 8
const LIST_ITEM = /^\s*(?:[-*•]|\(?\d{1,2}[.)]|[a-h][.)])\s+/
const LEAD_IN = /:\s*$/
/** What makes a sentence a request, at its beginning. */
const ASKS =
  /^(?:(?:please|then|also|and|next|finally|secondly?|thirdly?|first(?:ly)?|bitte|dann|außerdem|und)[,\s]+)*(?:can|could|would|will|do|does|did|is|are|what|which|why|how|when|where|who|whose|explain|write|draft|summari[sz]e|list|describe|compare|translate|tell|give|suggest|propose|create|make|prepare|compose|outline|define|rewrite|reply|answer|help|show|find|check|review|analy[sz]e|calculate|estimate|recommend|draw|add|turn|convert|i\s+(?:need|want|would\s+like)|let\s+me\s+know|erkläre?|schreibe?|fasse?|nenne?|liste?|beschreibe?|vergleiche?|übersetze?|erstelle?|verfasse?|was|wie|warum|welche[rsn]?|wann|wo|wer|kannst|könntest|gib|mach)\b/iu
/** What ties a request to the answer before it: the two are one. */
const GOES_ON =
  /\b(?:translate|rewrite|shorten|turn|convert|put|send|summari[sz]e|übersetze?|kürze?)\s+(?:it|that|this|them|the\s+(?:result|answer|text|draft)|es|das|ihn|sie)\b|\b(?:based\s+on|using|from)\s+(?:that|this|it|the\s+(?:above|result|answer))\b|\b(?:daraus|darauf|damit)\b/iu
/** Words that stand for something said before. */
const REFERS =
  /\b(?:he|she|they|him|her|his|hers|their|them|it|its|this|that|these|those|above|below|following|such|er|sie|ihm|ihr|ihre|sein|seine|dies\w*|oben|unten|we|our|us|my|me|wir|unser\w*|mein\w*)\b/iu

/**
 * Cuts a request into the things that it asks for. Statements go to the requests that need them: those in the same paragraph, those that
 * they share a word of substance with, and, where a request speaks of "her" or "our", to it as well. A request that builds on the answer
 * before it stays with that one. One part, the whole prompt, when there is nothing to be told apart. Pure; time linear in the prompt but for
 * the number of requests, which is bounded.
 */
export function partsOf(prompt: string): Part[] {
  const whole: Part = { pieces: [{ start: 0, end: prompt.length }], text: prompt }
  const paragraphs = unitsOf(prompt)
  const units = paragraphs.flat()
  const groups: Unit[][] = []
  for (const unit of units.filter(({ asks }) => asks)) {
    const last = groups.at(-1)
    if (last !== undefined && GOES_ON.test(unit.text)) last.push(unit)
    else groups.push([unit])
  }
  if (groups.length < 2 || groups.length > MOST_PARTS) return [whole]
  const paragraphOf = new Map(paragraphs.flatMap((paragraph, index) => paragraph.map((unit) => [unit, index] as const)))
  const context = units.filter(({ asks, text }) => !asks && !LEAD_IN.test(text))
  const terms = new Map(context.map((unit) => [unit, new Set(contentTerms(unit.text))]))
  return groups.map((asked): Part => {
    const wanted = new Set(asked.flatMap(({ text }) => contentTerms(text)))
    const refers = asked.some(({ text }) => REFERS.test(text))
    const own = context.filter((unit) => {
      if (asked.some((ask) => !ask.listed && paragraphOf.get(ask) === paragraphOf.get(unit))) return true
      return refers || [...(terms.get(unit) ?? [])].some((term) => wanted.has(term))
    })
    const pieces = [...own, ...asked].sort((a, b) => a.start - b.start)
    return { pieces: pieces.map(({ start, end }) => ({ start, end })), text: pieces.map(({ text }) => text).join('\n') }
  })
}

/** Sentences and list items, by paragraph. A list is a paragraph of its own. */
function unitsOf(prompt: string): Unit[][] {
  const paragraphs: Unit[][] = []
  let open: Unit[] | null = null
  // An item of a list that asks for things need not be a sentence ("a name for the product").
  let askingList = false
  for (const { 0: line, index } of prompt.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (line.trim() === '') {
      open = null
      continue
    }
    if (open === null) {
      open = []
      askingList = false
      paragraphs.push(open)
    }
    const item = LIST_ITEM.exec(line)?.[0].length ?? 0
    if (item > 0) {
      const text = line.slice(item).trim()
      const start = index + item + (line.slice(item).length - line.slice(item).trimStart().length)
      askingList ||= asksFor(text)
      open.push({ start, end: start + text.length, text, asks: askingList, listed: true })
      continue
    }
    for (const sentence of line.matchAll(/\S(?:[^.!?]|[.!?](?=\S))*[.!?]*/g)) {
      const text = sentence[0].trimEnd()
      const start = index + sentence.index
      const leadsIn = LEAD_IN.test(text)
      askingList ||= leadsIn && asksFor(text)
      open.push({ start, end: start + text.length, text, asks: !leadsIn && asksFor(text), listed: false })
    }
  }
  return paragraphs
}

function asksFor(text: string): boolean {
  return ASKS.test(text) || /\?\s*$/.test(text)
}
