import type { Candidate } from './select.ts'
import type { Wishes } from './wishes.ts'

/** A sentence in its place: `before` and `after` are form, never a claim. */
export interface Placed {
  readonly before: string
  readonly sentence: Candidate
  readonly after: string
}

const SENTENCES_PER_PARAGRAPH = 3

/** Puts the sentences into the template. `title` is that of the source when there is one source, else empty; `names` are those of the sources. */
export function layOut(chosen: readonly Candidate[], wishes: Wishes, title: string, names: readonly string[]): Placed[] {
  const last = chosen.length - 1
  const flowing = (open: string, close: string): Placed[] => {
    const breaks = paragraphBreaks(chosen, wishes.paragraphs)
    return chosen.map((sentence, index) => ({
      before: index === 0 ? open : '',
      sentence,
      after: index === last ? close : breaks.has(index) ? '\n\n' : ' ',
    }))
  }
  switch (wishes.template) {
    case 'summary':
      return flowing('', '')
    case 'email':
      return flowing(`${title === '' ? '' : `Subject: ${title}\n\n`}Hello,\n\nHere are the main points.\n\n`, '\n\nKind regards')
    case 'bullets':
      return chosen.map((sentence, index) => ({ before: '- ', sentence, after: index === last ? '' : '\n' }))
    case 'brief': {
      const headings = headingsOf(chosen, title, names)
      return chosen.map((sentence, index) => {
        const heading = headings[index]
        const opens = index === 0 || heading !== headings[index - 1]
        return { before: `${opens ? `${index === 0 ? '' : '\n'}## ${heading}\n\n` : ''}- `, sentence, after: index === last ? '' : '\n' }
      })
    }
  }
}

/** The heading of each sentence. One that stands in two sources says which: "Summary" twice would be one matter to the reader. */
function headingsOf(chosen: readonly Candidate[], title: string, names: readonly string[]): string[] {
  const holders = new Map<string, Set<number>>()
  for (const sentence of chosen) {
    const heading = headingOf(sentence, title)
    holders.set(heading, (holders.get(heading) ?? new Set()).add(sentence.source))
  }
  return chosen.map((sentence) => {
    const heading = headingOf(sentence, title)
    return (holders.get(heading)?.size ?? 0) > 1 ? `${heading} (${names[sentence.source] ?? sentence.source + 1})` : heading
  })
}

/** The source's own heading; what stands before the first one, or under the title, is the purpose. */
function headingOf({ section, level }: Candidate, title: string): string {
  if (section === '') return 'Key points'
  return level === 1 && section === title ? 'Purpose' : section
}

/** Indexes after which a paragraph ends: where the source turns to another matter, about every three sentences, or as many as asked for. */
function paragraphBreaks(chosen: readonly Candidate[], paragraphs: number): ReadonlySet<number> {
  const wanted = paragraphs > 0 ? paragraphs : Math.max(1, Math.round(chosen.length / SENTENCES_PER_PARAGRAPH))
  const breaks = new Set<number>()
  for (let paragraph = 1; paragraph < wanted; paragraph += 1) {
    const ideal = Math.round((chosen.length * paragraph) / wanted) - 1
    const near = [ideal, ideal + 1, ideal - 1].filter((at) => at >= 0 && at < chosen.length - 1 && !breaks.has(at))
    const at = near.find((place) => turns(chosen, place)) ?? near[0]
    if (at !== undefined) breaks.add(at)
  }
  return breaks
}

function turns(chosen: readonly Candidate[], at: number): boolean {
  const here = chosen[at]
  const next = chosen[at + 1]
  return here?.source !== next?.source || here?.section !== next?.section
}

/** A sentence as it reads in running text: markup and line breaks gone, a full stop at the end. */
export function readable(text: string): string {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*\*|\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/(^|[\s(])[*_](\S(?:[^*_]*\S)?)[*_](?=[\s).,;:!?]|$)/g, '$1$2')
    .replace(/\*\*|__/g, '')
    // A source's own markers would be taken for ours.
    .replace(/\s?\[\d{1,4}\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return /[.!?…。！？]["”’»)\]]*$/.test(plain) ? plain : `${plain.replace(/[;,]$/, '')}.`
}
