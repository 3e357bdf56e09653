import { formattingLocale, t } from '../i18n/t.ts'

/** What weighed most when a text was judged as a whole, by the name that the classifier gives it. */
const SIGNS: Readonly<Record<string, string>> = {
  application: t('an application'),
  cv: t('a curriculum vitae'),
  letter: t('a letter'),
  email: t('a message'),
  health: t('a matter of health'),
  'own-health': t('the writer’s own health'),
  'health-term': t('a diagnosis or a drug'),
  money: t('a matter of money'),
  workplace: t('a matter at work'),
  legal: t('a legal matter'),
  people: t('people close to the writer'),
  self: t('told in the first person'),
  'full-name': t('a full name'),
  name: t('a name'),
  organisation: t('an organisation'),
  place: t('a place'),
  date: t('a date'),
  age: t('an age'),
  occupation: t('a profession'),
  nationality: t('a nationality'),
  contact: t('contact data'),
  identifier: t('a number that identifies'),
  our: t('the writer’s own'),
  we: t('told by one of those concerned'),
  'own-organisation': t('the writer’s organisation'),
  'not-public': t('not meant for outside'),
  'internal-word': t('called internal'),
  'business-matter': t('plans, figures or incidents of a firm'),
  handling: t('must stay where it is'),
  'people-data': t('records about people'),
  'at-hand': t('something that is attached'),
}

/** Why a text was judged private as a whole: the recogniser's name ends with what weighed most, `request-business:our+not-public`. */
export function requestReason(recognizer: string): string {
  const [name, signs = ''] = recognizer.split(':')
  const kind = name === 'request-personal' ? 'personal' : 'business'
  const words = signs.split('+').flatMap((sign) => SIGNS[sign] ?? [])
  if (words.length === 0)
    return t('The text as a whole reads as {kind, select, personal {somebody’s own affair} other {a firm’s own business}}.', { kind })
  const list = new Intl.ListFormat(formattingLocale(), { type: 'unit', style: 'short' })
  return t(
    'The text as a whole reads as {kind, select, personal {somebody’s own affair} other {a firm’s own business}}. Signs of it: {signs}.',
    { kind, signs: list.format(words) },
  )
}
