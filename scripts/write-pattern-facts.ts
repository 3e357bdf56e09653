import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FACTS_FILE } from '../main/privacy/classifier/load-lexicons.ts'
import { writeFacts } from '../main/privacy/classifier/patterns/known-facts.ts'
import { RECOGNIZERS } from '../main/privacy/classifier/recognizers/index.ts'

/** Works out what is known of every recogniser's pattern, so that no start of the app has to. Run it after a change of a pattern. */
const folder = join(import.meta.dirname, '..', 'resources', 'patterns')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, FACTS_FILE), writeFacts(RECOGNIZERS.map(({ pattern }) => pattern)))
