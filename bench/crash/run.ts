// Kills worker processes of the queue at random moments while their jobs have effects on a server. Run: npx tidegate bench crash [--kills 300] [--json]
import { parseArgs } from 'node:util'
import { crashStorm } from '../../e2e/queue/crash-storm.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' }, json: { type: 'boolean' } },
})
const report = await crashStorm({ kills: Number(values.kills), seed: Number(values.seed) })
if (values.json === true) console.log(JSON.stringify(report))
else console.table(report)
if (report.lost + report.doubled + report.brokenRecords > 0) process.exitCode = 1
