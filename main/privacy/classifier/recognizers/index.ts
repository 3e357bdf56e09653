import type { Recognizer } from '../types.ts'
import { ADDRESS } from './address.ts'
import { CONTACT } from './contact.ts'
import { DATES } from './dates.ts'
import { FINANCE } from './finance.ts'
import { GOVERNMENT_IDS } from './government-ids.ts'
import { HEALTH_RECORDS } from './health-records.ts'
import { MARKERS } from './markers.ts'
import { NAME_FIELDS } from './name-fields.ts'
import { NETWORK } from './network.ts'
import { REFERENCE_NUMBERS } from './reference-numbers.ts'
import { SECRETS } from './secrets/index.ts'
import { TITLES } from './titles.ts'
import { USER_NAMES } from './user-names.ts'
import { VEHICLES } from './vehicles.ts'

/** Every recogniser, in no order that matters: overlaps are settled by weight. */
export const RECOGNIZERS: readonly Recognizer[] = [
  ...CONTACT,
  ...USER_NAMES,
  ...DATES,
  ...ADDRESS,
  ...NETWORK,
  ...VEHICLES,
  ...FINANCE,
  ...GOVERNMENT_IDS,
  ...REFERENCE_NUMBERS,
  ...SECRETS,
  ...HEALTH_RECORDS,
  ...NAME_FIELDS,
  ...TITLES,
  ...MARKERS,
]
