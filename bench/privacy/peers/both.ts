import { longestWins } from '../longest-wins.ts'
import { open as openCompromise } from './compromise.ts'
import type { Peer } from './peer.ts'
import { open as openRedactPii } from './redact-pii.ts'

/** compromise and redact-pii together; where two spans overlap, the longer one stays. */
export async function open(): Promise<Peer> {
  const [compromise, redactPii] = await Promise.all([openCompromise(), openRedactPii()])
  return {
    run(text) {
      compromise.run(text)
      return redactPii.run(text)
    },
    async detect(text) {
      const [first, second] = await Promise.all([compromise.detect(text), redactPii.detect(text)])
      return {
        spans: longestWins([...first.spans, ...second.spans]),
        aligned: first.aligned && second.aligned,
        flagged: first.flagged || second.flagged,
      }
    },
  }
}
