// A machine as a process of its own: takes jobs of a kind, says so, and holds each until it is let go by a line on its input, or killed.
import { createInterface } from 'node:readline'
import { openSite, type SiteAddress } from './sites.ts'

const [address = '', kind = ''] = process.argv.slice(2)
const parsed: SiteAddress = JSON.parse(address)
const site = await openSite(parsed)
const engine = site.engine({ concurrency: 4 })
const letGo = Promise.withResolvers<void>()
engine.register(kind, async (job) => {
  process.stdout.write(`took ${job.id}\n`)
  await letGo.promise
  return { status: 'succeeded', result: 'from the process' }
})
engine.onChange((job) => process.stdout.write(`${job.state} ${job.id}\n`))
await engine.start()
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'let go') letGo.resolve()
}
await site.dispose()
