import { fileURLToPath } from 'node:url'
import { createClassifier, loadLexicons } from '../../../main/privacy/index.ts'
import { createTextWorkers } from '../../../main/sources/index.ts'
import { detectionOf, type Peer } from './peer.ts'

/** Ours as the app calls it while somebody types: long texts are read in sections, and only those that changed. */
export async function open(): Promise<Peer> {
  // The same array each time: other rules would have to be read with.
  const rules: readonly [] = []
  const lexiconsDir = fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))
  const workers = createTextWorkers({ lexiconsDir, classifier: createClassifier(loadLexicons(lexiconsDir)), rules: () => rules })
  return {
    run: (text) => workers.scan(text),
    detect: async (text) => detectionOf((await workers.scan(text)).findings),
  }
}
