import { fileURLToPath } from 'node:url'
import { createClassifier, loadLexicons, splitEvidence } from '../../../main/privacy/index.ts'
import type { Peer } from './peer.ts'

/** Ours, as the gate calls it. */
export async function open(): Promise<Peer> {
  const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))
  return {
    run: (text) => classifier.scan(text),
    detect(text) {
      const scanned = classifier.scan(text)
      const { label } = scanned
      const { findings } = splitEvidence(scanned.findings)
      return { spans: findings, aligned: true, flagged: label !== 'public' }
    },
  }
}
