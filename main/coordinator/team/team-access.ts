import type { Duplex } from 'node:stream'
import { TidegateError } from '#contracts/errors.ts'
import type { Platform } from '../../platform.ts'
import { TEAM_LABELS, type TeamLabel } from './queues.ts'
import { teamKeyOf } from './sealing.ts'
import { parseTeamAddress, shownAddress } from './team-address.ts'
import { createTeamEngine } from './team-engine.ts'
import type { TeamEngine } from './types.ts'

export interface TeamAccessDeps {
  readonly platform: Platform
  readonly keys: { get(id: string): Promise<string | null> }
  readonly socket: (target: { readonly host: string; readonly port: number }) => Duplex
}

export interface TeamWish {
  /** `postgres://…`; the password in it, or else the key `team-db` (TIDEGATE_KEY_TEAM_DB). */
  readonly url: string
  readonly labels?: readonly TeamLabel[]
  readonly concurrency: number
}

export interface OpenedTeam {
  readonly engine: TeamEngine
  readonly shown: string
  readonly labels: readonly TeamLabel[]
}

/** Names of the keys: that of the payloads, and the password of the database. */
export const TEAM_KEYS = { payloads: 'team', database: 'team-db' } as const

/** Makes an engine on a team's database with the keys of this machine. Connects to nothing yet. Throws BAD_INPUT. */
export async function openTeam({ platform, keys, socket }: TeamAccessDeps, wish: TeamWish): Promise<OpenedTeam> {
  const address = parseTeamAddress(wish.url)
  const secret = await keys.get(TEAM_KEYS.payloads)
  const key = secret === null ? null : teamKeyOf(secret)
  const labels = wish.labels ?? (key === null ? TEAM_LABELS.filter((label) => label !== 'confidential') : TEAM_LABELS)
  if (key === null && labels.includes('confidential')) {
    throw new TidegateError('BAD_INPUT', 'Confidential jobs need the key of the team. Store it with: tidegate config key team')
  }
  const engine = createTeamEngine({
    address,
    password: address.password ?? (await keys.get(TEAM_KEYS.database)),
    socket,
    labels,
    key,
    clock: platform.clock,
    log: platform.log,
    concurrency: wish.concurrency,
    random: Math.random,
  })
  return { engine, shown: shownAddress(address), labels }
}

/** Reads `public,internal`. Throws BAD_INPUT, also for what never leaves a machine. */
export function parseTeamLabels(text: string): TeamLabel[] {
  return text.split(',').map((part) => {
    const label = TEAM_LABELS.find((one) => one === part.trim())
    if (label !== undefined) return label
    throw new TidegateError(
      'BAD_INPUT',
      `"${part.trim()}" is not a label that a team shares. Use ${TEAM_LABELS.join(', ')}; restricted jobs stay on their machine.`,
    )
  })
}
