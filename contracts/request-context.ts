/** Signs that name a kind of document or matter; the others are details of one. */
const KINDS_OF_REQUEST: ReadonlySet<string> = new Set([
  'application',
  'cv',
  'letter',
  'email',
  'health',
  'own-health',
  'health-term',
  'money',
  'workplace',
  'legal',
  'people',
])

/** Whether a sign by which a request is judged as a whole names a kind of document or matter, rather than a detail of it. */
export function isKindOfRequest(sign: string): boolean {
  return KINDS_OF_REQUEST.has(sign)
}
