import type { Recognizer } from '../types.ts'
import { ADDRESS } from './address.ts'
import { CONTACT } from './contact.ts'
import { DATES } from './dates.ts'
import { MARKERS } from './markers.ts'
import { NETWORK } from './network.ts'
import { VEHICLES } from './vehicles.ts'

/** Every recogniser, in no order that matters: overlaps are settled by weight. */
export const RECOGNIZERS: readonly Recognizer[] = [...CONTACT, ...DATES, ...ADDRESS, ...NETWORK, ...VEHICLES, ...MARKERS]
