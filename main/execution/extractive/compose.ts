import type { Template } from '#contracts/generation.ts'
import type { DraftPiece, ExtractiveInput } from '../types.ts'
import { type Candidate, candidatesOf, selectSentences } from './select.ts'
import { splitSentences } from './sentences.ts'

export const EXTRACTIVE_ENGINE_NAME = 'Extractive engine (no model)'

const NOTHING_TO_DRAW_FROM =
  'There is nothing to write from yet. The extractive engine has no model: it selects and cites sentences of your sources. Attach a source, or set up a model, and try again.'
const NO_SENTENCES = 'The attached sources hold no sentences to quote. Attach a text document, or set up a model that can write from data.'

const SENTENCES: Readonly<Record<Template, number>> = { summary: 6, brief: 9, email: 5, bullets: 6 }
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const LENGTH =
  /\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ](?:\w{1,12}[- ])?(sentence|bullet|point|item|paragraph)/i
const MAX_SENTENCES = 24

/**
 * Writes a draft by selecting sentences of the sources: split, rank, thin out, order, lay out by the template, cite each. Pure; the
 * pieces come lazily, the selection is done before the first.
 */
export function* composeExtractive(input: ExtractiveInput): Generator<DraftPiece> {
  if (input.sources.length === 0) {
    yield { type: 'text', delta: NOTHING_TO_DRAW_FROM }
    return
  }
  const candidates = candidatesOf(input.sources.map(({ text }) => splitSentences(text)))
  const { count, template } = wishes(input)
  const chosen = selectSentences(input.prompt, candidates, count)
  if (chosen.length === 0) {
    yield { type: 'text', delta: NO_SENTENCES }
    return
  }
  for (const [index, { before, sentence, after }] of layOut(chosen, template).entries()) {
    const marker = `[${index + 1}]`
    const source = input.sources[sentence.source]
    yield { type: 'text', delta: `${before}${readable(sentence)} ${marker}${after}` }
    yield {
      type: 'citation',
      citation: {
        marker,
        source: source?.id ?? '',
        sourceName: source?.name ?? '',
        start: sentence.start,
        end: sentence.end,
        quote: sentence.text,
        verified: true,
      },
    }
  }
}

/** Length and form that the prompt asks for; the template stands where it is silent. */
function wishes({ prompt, template }: ExtractiveInput): { count: number; template: Template } {
  const match = LENGTH.exec(prompt)
  if (match === null) return { count: SENTENCES[template], template }
  const word = (match[1] ?? '').toLowerCase()
  const number = /^\d/.test(word) ? Number(word) : NUMBERS.indexOf(word)
  const unit = (match[2] ?? '').toLowerCase()
  const count = Math.max(1, Math.min(MAX_SENTENCES, unit === 'paragraph' ? number * 4 : number))
  return { count, template: template === 'summary' && /^(?:bullet|point|item)$/.test(unit) ? 'bullets' : template }
}

interface Placed {
  readonly before: string
  readonly sentence: Candidate
  readonly after: string
}

/** Puts the sentences into the template. What it adds is form, never a claim. */
function layOut(chosen: readonly Candidate[], template: Template): Placed[] {
  const last = chosen.length - 1
  switch (template) {
    case 'bullets':
      return chosen.map((sentence, index) => ({ before: '- ', sentence, after: index === last ? '' : '\n' }))
    case 'brief':
      return chosen.map((sentence, index) => {
        const opens = sentence.section !== chosen[index - 1]?.section || index === 0
        const heading = opens && sentence.section !== '' ? `${index === 0 ? '' : '\n'}## ${sentence.section}\n\n` : ''
        return { before: `${heading}- `, sentence, after: index === last ? '' : '\n' }
      })
    case 'email':
      return chosen.map((sentence, index) => ({
        before: index === 0 ? 'Hello,\n\n' : '',
        sentence,
        after: index === last ? '\n\nKind regards' : breakAfter(chosen, index),
      }))
    case 'summary':
      return chosen.map((sentence, index) => ({ before: '', sentence, after: index === last ? '' : breakAfter(chosen, index) }))
  }
}

/** A new paragraph where the source goes on to another matter and the one before has two sentences or more. */
function breakAfter(chosen: readonly Candidate[], index: number): string {
  const here = chosen[index]
  const next = chosen[index + 1]
  const turns = here?.source !== next?.source || here?.section !== next?.section
  return turns && index % 3 === 2 ? '\n\n' : ' '
}

/** A sentence as it reads in running text: markup and line breaks gone, a full stop at the end. */
function readable({ text }: Candidate): string {
  const plain = text
    .replace(/!?\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim()
  return /[.!?…]["”’)\]]*$/.test(plain) ? plain : `${plain.replace(/[;,]$/, '')}.`
}
