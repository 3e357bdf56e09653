import type { Recognizer, Tagger } from '../../types.ts'
import { createAssignmentTagger, STEM_LITERALS } from './assignments.ts'
import { CREDENTIAL_FILES } from './credential-files.ts'
import { partsOf, recognizerOf, type SecretFormat } from './format.ts'
import { AI } from './formats/ai.ts'
import { BUSINESS } from './formats/business.ts'
import { CLOUD } from './formats/cloud.ts'
import { INFRASTRUCTURE } from './formats/infrastructure.ts'
import { MESSAGING } from './formats/messaging.ts'
import { MONITORING } from './formats/monitoring.ts'
import { PAYMENT } from './formats/payment.ts'
import { SOURCE_HOSTING } from './formats/source-hosting.ts'
import { KEY_MATERIAL } from './key-material.ts'
import { createLoneTokenTagger } from './lone-tokens.ts'
import { PROSE } from './prose.ts'
import { URLS_AND_HEADERS } from './urls-and-headers.ts'

/** Credential formats, as their makers document them: one row, one kind. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  ...CLOUD,
  ...SOURCE_HOSTING,
  ...PAYMENT,
  ...MESSAGING,
  ...MONITORING,
  ...AI,
  ...BUSINESS,
  ...INFRASTRUCTURE,
]

/** Everything about credentials that is a pattern: formats, key material, addresses and headers, files and commands, sentences. */
export const SECRETS: readonly Recognizer[] = [
  ...SECRET_FORMATS.map(recognizerOf),
  ...KEY_MATERIAL,
  ...URLS_AND_HEADERS,
  ...CREDENTIAL_FILES,
  ...PROSE,
]

/** How values of the formats begin, where that is text and not random. */
const PREFIXES = [
  ...new Set(
    SECRET_FORMATS.filter(({ near }) => near === undefined)
      .flatMap(partsOf)
      .flatMap(([first]) => (first !== undefined && 'texts' in first ? first.texts : [])),
  ),
].filter((prefix) => prefix.length >= 3)

export { STEM_LITERALS }

/** Finds what carries over to formats that nobody listed: what its name, its column or its look says of a value. */
export function createSecretTagger(): Tagger {
  const tagAssignments = createAssignmentTagger()
  const tagLoneTokens = createLoneTokenTagger(PREFIXES)
  return (view) => {
    const assigned = tagAssignments(view)
    const alone = tagLoneTokens(view)
    return alone.length === 0 ? assigned : [...assigned, ...alone]
  }
}
