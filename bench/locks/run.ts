// 64 contenders for 16 locks of the queue. Run: npx tidegate bench locks [--seconds 60] [--json]
import { parseArgs } from 'node:util'
import { contend } from '../../e2e/queue/lock-contention.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, json: { type: 'boolean' } },
})
const report = await contend({ seconds: Number(values.seconds), seed: Number(values.seed) })
if (values.json === true) console.log(JSON.stringify(report))
else console.table(report)
if (report.doubleGrants + report.overdue > 0) process.exitCode = 1
