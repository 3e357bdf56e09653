/** How well a text fits what was typed; higher is better. `marks` are the places of the characters that fit, for showing them. */
export interface Match {
  readonly score: number
  readonly marks: readonly number[]
}

/** What is searched: the title counts most, `also` finds without being shown. */
export interface Searchable {
  readonly title: string
  readonly also: string
}

const START_OF_TEXT = 30
const START_OF_WORD = 16
const WHOLE_WORD = 10
const IN_A_ROW = 8
const EACH = 2
/** A title that says more than was asked for fits a little less well than a shorter one. */
const PER_SPARE_CHARACTER = 0.05
/** What is only found by another word for it comes after what says it. */
const ALSO = 0.5

/** Letters alone, for comparing: no case, no accents; one character for one, so that places stay. */
function plain(text: string): string {
  return [...text]
    .map((character) => {
      const base = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
      return base.length === character.length ? base : character.toLowerCase().slice(0, character.length).padEnd(character.length)
    })
    .join('')
}

/** Ranks a text for a query: each word of the query has to be found, in any order. Null when one is not. An empty query fits everything. */
export function rank({ title, also }: Searchable, query: string): Match | null {
  const words = plain(query).split(/\s+/).filter(Boolean)
  const head = plain(title)
  const rest = plain(also)
  let score = 0
  const marks = new Set<number>()
  for (const word of words) {
    const inTitle = find(head, word)
    const inRest = find(rest, word)
    if (inTitle !== null && (inRest === null || inTitle.score >= inRest.score * ALSO)) {
      score += inTitle.score
      for (const place of inTitle.marks) marks.add(place)
    } else if (inRest !== null) score += inRest.score * ALSO
    else return null
  }
  return { score: score - title.length * PER_SPARE_CHARACTER, marks: [...marks].sort((a, b) => a - b) }
}

/** The best way to find the characters of a word in a text, in their order: together at best, else at starts of words. */
function find(text: string, word: string): Match | null {
  let best: Match | null = null
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const together = matchOf(
      text,
      Array.from({ length: word.length }, (_, index) => at + index),
    )
    if (best === null || together.score > best.score) best = together
  }
  // Two letters strewn over a title say nothing.
  return best ?? (word.length < 3 ? initials(text, word) : (initials(text, word) ?? strewn(text, word)))
}

/** Each letter begins a word: `nd` for "New draft". */
function initials(text: string, word: string): Match | null {
  const marks: number[] = []
  let wanted = 0
  for (let at = 0; at < text.length && wanted < word.length; at++) {
    if (text[at] === word[wanted] && startsWord(text, at)) {
      marks.push(at)
      wanted++
    }
  }
  return wanted === word.length ? matchOf(text, marks) : null
}

/** Letters in their order that begin at a word and stay close: a forgotten letter, `setings`. */
function strewn(text: string, word: string): Match | null {
  for (let start = 0; start < text.length; start++) {
    if (text[start] !== word[0] || !startsWord(text, start)) continue
    const marks = [start]
    for (let at = start + 1; at < text.length && marks.length < word.length; at++) if (text[at] === word[marks.length]) marks.push(at)
    const last = marks.at(-1) ?? start
    if (marks.length === word.length && last - start < word.length * 2) return matchOf(text, marks)
  }
  return null
}

function matchOf(text: string, marks: readonly number[]): Match {
  let score = 0
  for (const [index, at] of marks.entries()) {
    score += EACH
    if (at === 0) score += START_OF_TEXT
    else if (startsWord(text, at)) score += START_OF_WORD
    if (index > 0 && marks[index - 1] === at - 1) score += IN_A_ROW
  }
  const first = marks[0] ?? 0
  const last = marks.at(-1) ?? 0
  if (last - first === marks.length - 1 && startsWord(text, first) && !/[\p{L}\p{N}]/u.test(text[last + 1] ?? ' ')) score += WHOLE_WORD
  return { score, marks }
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at] ?? ''))
}
