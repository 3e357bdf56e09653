// Moves jobs as a process of its own that is killed, as by a power cut, at a step that is told.
import { moveToTeam } from '../../main/coordinator/team/index.ts'
import { openStorage } from '../../main/storage/index.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { teamEngine } from './sites.ts'

const [dataDir = '', url = '', schema = '', wanted = ''] = process.argv.slice(2)
const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
let step = 0
await moveToTeam({
  ...{ store: storage.jobs, team: teamEngine(url, { schema }), destination: 'postgres://there', clock: systemClock },
  onStep() {
    step += 1
    if (step === Number(wanted)) process.kill(process.pid, 'SIGKILL')
  },
})
