import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'
import { fieldOf, loadFunctions } from '../../load.ts'
import { detectionOf, type Peer } from './peer.ts'

/** langchain: the built-in detectors of its middleware for personal data. */
export async function open(): Promise<Peer> {
  const detectors = await loadFunctions('langchain', ['detectEmail', 'detectCreditCard', 'detectIP', 'detectMacAddress', 'detectUrl'])
  const typed = [
    [detectors.detectEmail, 'EMAIL_ADDRESS'],
    [detectors.detectCreditCard, 'CREDIT_CARD'],
    [detectors.detectIP, 'IP_ADDRESS'],
    [detectors.detectMacAddress, 'MAC_ADDRESS'],
    [detectors.detectUrl, 'URL'],
  ] as const
  const find = (text: string): TypedSpan[] =>
    typed.flatMap(([detect, type]) => {
      const matches = detect(text)
      if (!Array.isArray(matches)) return []
      return matches.map((match) => ({ type, start: Number(fieldOf(match, 'start')), end: Number(fieldOf(match, 'end')) }))
    })
  return { run: find, detect: (text) => detectionOf(find(text)) }
}
