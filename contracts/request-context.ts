/** What a request looks like when this is the strongest of its features. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  application: 'a job, visa or study application',
  cv: 'a curriculum vitae',
  letter: 'a personal letter',
  email: 'an e-mail or a message between people',
  health: 'a matter of health',
  'own-health': 'a matter of health',
  'health-term': 'a matter of health',
  money: 'a financial or company matter',
  workplace: 'a matter at somebody’s workplace',
  legal: 'a legal matter',
  people: 'a matter between people',
}

/** Whether a feature names a kind of document or matter, rather than a detail of it. */
export function isKindOfRequest(feature: string): boolean {
  return LOOKS_LIKE[feature] !== undefined
}

/** What speaks for it, in words. */
const BECAUSE: Readonly<Record<string, string>> = {
  'full-name': 'a full name',
  name: 'a name',
  organisation: 'an organisation',
  place: 'a place',
  date: 'a date',
  age: 'an age',
  occupation: 'a profession',
  nationality: 'a nationality',
  contact: 'contact data',
  identifier: 'a number that identifies',
  'health-term': 'a diagnosis or drug',
  self: 'told in the first person',
  people: 'people close to the writer',
  our: 'the writer’s own',
  we: 'told by one of those concerned',
  'own-organisation': 'the writer’s organisation',
  'not-public': 'not meant for outside',
  'internal-word': 'called internal',
  'business-matter': 'plans, figures or incidents of a business',
  handling: 'must stay where it is',
  'people-data': 'records about people',
}

const PREFIX = /^request-(?<kind>personal|business):(?<features>[a-z*+-]*)$/

/**
 * The sentence that explains a judgement on a request as a whole, from the name of the recogniser that made it
 * (`request-personal:letter+full-name+date`); null for any other recogniser.
 */
export function requestSentence(recognizer: string): string | null {
  const { kind, features = '' } = PREFIX.exec(recognizer)?.groups ?? {}
  if (kind === undefined) return null
  const names = features.split('+')
  const what = names.find((name) => LOOKS_LIKE[name] !== undefined)
  const looks = kind === 'business' ? 'confidential business of a company' : (LOOKS_LIKE[what ?? ''] ?? 'somebody’s own affairs')
  const because = names.flatMap((name) => (name === what && kind === 'personal' ? [] : (BECAUSE[name] ?? [])))
  return `Looks like ${looks}${because.length === 0 ? '' : `: ${because.join(', ')}`}.`
}
