import type { ExtractiveShape } from '#contracts/templates.ts'

/** Length and form of a draft. `paragraphs` is 0 where the layout may choose. */
export interface Wishes {
  readonly sentences: number
  readonly paragraphs: number
  readonly template: ExtractiveShape
}

const SENTENCES: Readonly<Record<ExtractiveShape, number>> = { summary: 6, brief: 10, email: 5, bullets: 6 }
const SENTENCES_PER_PARAGRAPH = 4
const MAX_SENTENCES = 24
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const LENGTH =
  /\b(\d{1,2}|a(?= (?:single|short|few|paragraph|sentence))|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ](?:\w{1,12}[- ])?(sentence|bullet|point|item|paragraph|line)s?\b/i

/** The length and form that a prompt asks for; the template stands where it is silent. */
export function wishesOf(prompt: string, template: ExtractiveShape): Wishes {
  const match = LENGTH.exec(prompt)
  if (match === null) return { sentences: SENTENCES[template], paragraphs: 0, template }
  const word = (match[1] ?? '').toLowerCase()
  const number = Math.max(1, /^\d/.test(word) ? Number(word) : Math.max(1, NUMBERS.indexOf(word)))
  const unit = (match[2] ?? '').toLowerCase()
  if (unit === 'paragraph') return { sentences: Math.min(MAX_SENTENCES, number * SENTENCES_PER_PARAGRAPH), paragraphs: number, template }
  const listed = template === 'summary' && (unit === 'bullet' || unit === 'point' || unit === 'item')
  const few = number <= 3 && unit === 'sentence' ? 1 : 0
  return { sentences: Math.min(MAX_SENTENCES, number), paragraphs: few, template: listed ? 'bullets' : template }
}
