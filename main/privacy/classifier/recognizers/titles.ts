import type { Recognizer } from '../types.ts'

/** Forms of address before a name; they describe somebody, but identify nobody. */
export const TITLES: readonly Recognizer[] = [
  {
    name: 'honorific',
    type: 'TITLE',
    score: 0.4,
    pattern: /(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Frau|Mme|Señor|Señora|Signor|Signora)\.?(?=\s\p{Lu})/gu,
    literals: ['mr', 'ms', 'miss', 'mx', 'dr', 'prof', 'herr', 'frau', 'mme', 'señor', 'signor'],
  },
]
