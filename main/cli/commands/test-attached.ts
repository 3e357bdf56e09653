import type { TestProgress } from '#contracts/test-plan.ts'
import type { TestResult } from '#contracts/test-run.ts'
import type { RunOutcome } from '../../testing/results/index.ts'

/** The program that started `test run --attached` and listens to it. */
export interface Attached {
  say(message: TestProgress): void
  verdict(result: TestResult): void
  ended(outcome: RunOutcome, unread: number): void
  /** Lets go of the input, which its other end holds open. */
  release(): void
}

/** Speaks to whoever started the command. The end of standard input says that they have gone: nothing is said any more, and the run stops. */
export function attach(input: NodeJS.ReadStream, output: NodeJS.WriteStream, onGone: () => void): Attached {
  let isThere = true
  const gone = (): void => {
    if (!isThere) return
    isThere = false
    onGone()
  }
  input.once('end', gone).once('close', gone).once('error', gone).resume()
  // Nobody reads it any more.
  process.stderr.on('error', () => undefined)
  const say = (message: TestProgress): void => {
    if (isThere) output.write(`${JSON.stringify(message)}\n`)
  }
  return {
    say,
    verdict: ({ verdict: { scenario, runner, status } }) => say({ type: 'verdict', scenario, runner, status }),
    ended({ words, disagreements, ms: _ms, ok, ...counts }, unread) {
      const complaint = unread === 0 ? '' : ` ${unread} ${unread === 1 ? 'file is' : 'files are'} no scenario that can be read.`
      const told = { ...counts, disagreements: disagreements.length, unread, ok: ok && unread === 0 }
      say({ type: 'ended', counts: told, words: `${words}${complaint}` })
    },
    release() {
      isThere = false
      input.destroy()
    },
  }
}
