import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'
import { detectionOf, type Peer } from './peer.ts'

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** Words that begin with a capital, and initials with their full stop. */
const CAPITALS = /(?<![\p{L}\p{M}\p{N}])\p{Lu}(?:\.|[\p{L}\p{M}'’-]*)(?:[ \t]+\p{Lu}(?:\.|[\p{L}\p{M}'’-]*))*/gu
const WORD = /\S+/g

/** Capitalised, but no part of a name. */
const STOP_WORDS = new Set(
  (
    'a an the this that these those i me my mine you your yours he him his she her hers it its we us our ours they them their theirs ' +
    'who whom whose what which when where why how is are was were be been being am do does did have has had can could will would shall ' +
    'should may might must and or but if then else so because as of at by for with about against between into through during before ' +
    'after above below to from up down in out on off over under again once here there all any both each few more most other some such ' +
    'no nor not only own same than too very just also please hi hello hey dear thanks thank yes ok okay let’s'
  ).split(' '),
)

/**
 * The floor that a detector has to beat: runs of capitalised words (without stop words, and without a single word that begins a
 * sentence) as persons, words with a digit as phone numbers, and e-mail addresses.
 */
export async function open(): Promise<Peer> {
  return { run: find, detect: (text) => detectionOf(find(text)) }
}

function find(text: string): TypedSpan[] {
  const emails = [...text.matchAll(EMAIL)].map(({ index, 0: value }) => ({
    type: 'EMAIL_ADDRESS',
    start: index,
    end: index + value.length,
  }))
  const digits = [...text.matchAll(WORD)].flatMap(({ index, 0: value }): TypedSpan[] => {
    if (!/\d/.test(value)) return []
    const lead = /^[("'[{<]*/.exec(value)?.[0].length ?? 0
    const tail = /[)"'\]}>.,;:!?]*$/.exec(value)?.[0].length ?? 0
    return [{ type: 'PHONE_NUMBER', start: index + lead, end: index + value.length - tail }]
  })
  const capitals = [...text.matchAll(CAPITALS)].flatMap(({ index, 0: value }) => runOf(text, index, value))
  const structured = without(
    emails,
    digits.filter(({ start, end }) => end > start),
  )
  return without(structured, capitals)
}

/** `taken`, and of `more` what touches none of it, in order; both are in order and without overlaps. One pass: texts may be long. */
function without(taken: readonly TypedSpan[], more: readonly TypedSpan[]): TypedSpan[] {
  const kept: TypedSpan[] = []
  let next = 0
  for (const span of more) {
    for (let t = taken[next]; t !== undefined && t.end <= span.start; t = taken[next]) {
      kept.push(t)
      next += 1
    }
    const t = taken[next]
    if (t === undefined || t.start >= span.end) kept.push(span)
  }
  return [...kept, ...taken.slice(next)]
}

function runOf(text: string, index: number, value: string): TypedSpan[] {
  let start = index
  let words = value.split(/([ \t]+)/)
  while (words.length > 0 && STOP_WORDS.has(bare(words[0]))) {
    start += (words[0]?.length ?? 0) + (words[1]?.length ?? 0)
    words = words.slice(2)
  }
  while (words.length > 0 && STOP_WORDS.has(bare(words.at(-1)))) words = words.slice(0, -2)
  const run = words.join('').replace(/[.'’-]+$/, '')
  if (run === '') return []
  const beginsSentence = /(?:^|[.!?:\n]["'”’)]*\s*)$/.test(text.slice(Math.max(0, start - 8), start))
  return beginsSentence && words.length === 1 ? [] : [{ type: 'PERSON', start, end: start + run.length }]
}

function bare(word: string | undefined): string {
  return word?.toLowerCase().replace(/[.'’-]+$/, '') ?? ''
}
