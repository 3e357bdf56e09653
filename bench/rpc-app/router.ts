import { implement } from '@orpc/server'
import { benchContract } from './contract.ts'

export function createBenchRouter() {
  const os = implement(benchContract)
  return os.router({
    ping: os.ping.handler(({ input }) => input),
    stream: os.stream.handler(async function* ({ input }) {
      const text = 'x'.repeat(input.chars)
      for (let n = 0; n < input.count; n += 1) yield { n, text }
    }),
  })
}
