import type { Recognizer } from '../types.ts'
import { AMERICAN_IDS } from './american-ids.ts'
import { ASIAN_PACIFIC_IDS } from './asian-pacific-ids.ts'
import { EUROPEAN_IDS } from './european-ids.ts'
import { FURTHER_IDS } from './further-ids.ts'
import { NAMED_IDS } from './named-ids.ts'
import { NORDIC_AND_EASTERN_IDS } from './nordic-and-eastern-ids.ts'

/** State-issued numbers, by their published formats and check digits; loose formats, and numbers whose check digit is wrong, only beside their name. */
export const GOVERNMENT_IDS: readonly Recognizer[] = [
  ...AMERICAN_IDS,
  ...EUROPEAN_IDS,
  ...NORDIC_AND_EASTERN_IDS,
  ...ASIAN_PACIFIC_IDS,
  ...FURTHER_IDS,
  ...NAMED_IDS,
]
