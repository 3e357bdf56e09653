import type { Config } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import { MCP_GRANTS, type McpGrant } from '#contracts/mcp.ts'
import { type Label, labelRank } from '#contracts/privacy.ts'
import { allowedRoutes } from '../routing/index.ts'

type Settings = Pick<Config, 'mcp' | 'policy' | 'privacyMode'>

/** Throws GRANT_NEEDED with the command by which a person grants it. Settings are looked at with each call: a grant can be taken back. */
export function demand(grant: McpGrant, { mcp }: Pick<Settings, 'mcp'>): void {
  if (mcp.grants.includes(grant)) return
  throw new TidegateError('GRANT_NEEDED', `This needs the grant “${grant}” (${MCP_GRANTS[grant]}). ${howToGrant(grant, mcp.grants)}`)
}

/**
 * Whether a client may have text of this label. Its model may be a hosted one, and nobody here sees what it sends: so without a grant it gets
 * what the policy would let go to a hosted service as it is, which is what is public, and in local-only mode nothing.
 */
export function mayRead(label: Label, { mcp, policy, privacyMode }: Settings): boolean {
  return mcp.grants.includes(grantToRead(label)) || higherGrants(label).some((grant) => mcp.grants.includes(grant))
    ? true
    : allowedRoutes(label, policy, { privacyMode }, new Set()).includes('hosted')
}

/** Throws GRANT_NEEDED with the command by which a person grants it. `what` and `why` are words of ours: “This source”, “is internal”. */
export function demandToRead(what: string, label: Label, settings: Settings, why = `is ${label}`): void {
  if (mayRead(label, settings)) return
  const grant = grantToRead(label)
  throw new TidegateError(
    'GRANT_NEEDED',
    `${what} ${why}. It is withheld: a client may send it to a hosted model. ${howToGrant(grant, settings.mcp.grants)}`,
  )
}

function grantToRead(label: Label): McpGrant {
  return `read-${label}`
}

function higherGrants(label: Label): McpGrant[] {
  const all: readonly Label[] = ['internal', 'confidential', 'restricted']
  return all.filter((other) => labelRank(other) > labelRank(label)).map(grantToRead)
}

function howToGrant(grant: McpGrant, given: readonly McpGrant[]): string {
  return `A person grants it with: tidegate config set mcp.grants '${JSON.stringify([...given, grant])}'`
}
