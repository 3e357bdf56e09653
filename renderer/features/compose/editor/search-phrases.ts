import { t, verbatim } from '../../../i18n/t.ts'

/** What the editor's search says, by its own words for it. */
export const SEARCH_PHRASES: Readonly<Record<string, string>> = Object.fromEntries([
  [verbatim('Find'), t('Find')],
  [verbatim('Replace'), t('Replace with')],
  ['next', t('Next')],
  ['previous', t('Previous')],
  ['all', t('Select all')],
  ['match case', t('Match case')],
  ['by word', t('Whole words')],
  ['regexp', t('Pattern')],
  ['replace', t('Replace')],
  ['replace all', t('Replace all')],
  ['close', t('Close')],
  ['current match', t('Current match')],
  ['replaced match on line $', t('Replaced on line {line}', { line: '$' })],
  ['replaced $ matches', t('Replaced: {count}', { count: '$' })],
  ['on line', t('on line')],
  [verbatim('Go to line'), t('Go to line')],
  ['go', t('Go')],
])
