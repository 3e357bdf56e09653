// Connects to a team's database as if it were on another machine: its name leads to loopback and elsewhere, so the door treats it as outside.

import { parseTeamAddress } from '../../main/coordinator/team/index.ts'
import { openTeamDatabase } from '../../main/coordinator/team/team-database.ts'
import { teamError } from '../../main/coordinator/team/team-error.ts'
import { createTeamDoor } from '../../main/privacy/egress/index.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'

const address = parseTeamAddress(process.argv[2] ?? '')
const door = createTeamDoor({
  clock: systemClock,
  log: silentLog,
  ledger: { append: async (entry) => ({ ...entry, seq: 1, payloadSha256: '', prevHash: '', hash: '' }) },
  settings: () => ({ privacyMode: 'balanced', trustedHosts: [], hostedHosts: [], coordinator: { team: { hosts: [address.host] } } }),
  resolve: async () => ['127.0.0.1', '198.51.100.7'],
})
const db = await openTeamDatabase({ address, password: null, socket: (target) => door.socket(target), maxConnections: 1, log: silentLog })
try {
  const { rows } = await db.executeSql('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
  process.stdout.write(`by TLS: ${rows[0]?.ssl}\n`)
} catch (error) {
  const { code, message } = teamError(error)
  process.stdout.write(`${code}: ${message}\n`)
}
await db.close()
