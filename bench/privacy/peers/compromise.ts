import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'
import { call, fieldOf, loadFunctions } from '../../load.ts'
import { detectionOf, type Peer } from './peer.ts'

/** Its matchers, and the type that each one's matches have. */
const MATCHERS = {
  people: 'PERSON',
  places: 'LOCATION',
  organizations: 'ORGANIZATION',
  emails: 'EMAIL_ADDRESS',
  urls: 'URL',
  phoneNumbers: 'PHONE_NUMBER',
} as const

/** compromise: part-of-speech tagging with a lexicon; people, places, organisations, e-mails, links and phone numbers. */
export async function open(): Promise<Peer> {
  const { default: nlp } = await loadFunctions('compromise', ['default'])
  const find = (text: string): TypedSpan[] => {
    const document = nlp(text)
    return Object.entries(MATCHERS).flatMap(([matcher, type]) => {
      const matches = call(call(document, matcher), 'json', { offset: true })
      return Array.isArray(matches) ? matches.flatMap((match) => spanOf(match, type)) : []
    })
  }
  return { run: find, detect: (text) => detectionOf(find(text)) }
}

/** From the first word's first letter to the last one's last: the match itself takes in the punctuation behind it. */
function spanOf(match: unknown, type: string): TypedSpan[] {
  const terms = fieldOf(match, 'terms')
  if (!Array.isArray(terms) || terms.length === 0) return []
  const [start] = offsetOf(terms[0])
  const [last, length] = offsetOf(terms.at(-1))
  return last + length > start ? [{ type, start, end: last + length }] : []
}

function offsetOf(term: unknown): [start: number, length: number] {
  const offset = fieldOf(term, 'offset')
  return [Number(fieldOf(offset, 'start')), Number(fieldOf(offset, 'length'))]
}
