import type { EgressRefusal, PrivacyMode } from '#contracts/privacy.ts'
import { isForbidden, isLoopback, isTrusted, leadsTo, namesHost } from './address.ts'

/** The settings that bear on connections to a team's database. */
export interface TeamDoorSettings {
  readonly privacyMode: PrivacyMode
  readonly trustedHosts: readonly string[]
  readonly hostedHosts: readonly string[]
  readonly coordinator: { readonly team: { readonly hosts: readonly string[] } }
}

export type TeamRefusal = Extract<EgressRefusal, 'ADDRESS_FORBIDDEN' | 'NAME_NOT_FOUND' | 'TEAM_HOST_NOT_ALLOWED' | 'LOCAL_ONLY_MODE'>

/** `mustEncrypt`: everything but the loopback interface is spoken to by TLS only. */
export type TeamVerdict =
  | { readonly allowed: true; readonly mustEncrypt: boolean }
  | { readonly allowed: false; readonly reason: TeamRefusal }

/**
 * Whether a team's database may be connected to there: this machine, a host that the user trusts, or one that is named in
 * `coordinator.team.hosts`. Pure.
 */
export function judgeTeamAddress(url: URL, addresses: readonly string[], settings: TeamDoorSettings): TeamVerdict {
  if (addresses.length === 0) return { allowed: false, reason: 'NAME_NOT_FOUND' }
  if (addresses.some(isForbidden)) return { allowed: false, reason: 'ADDRESS_FORBIDDEN' }
  const loopback = addresses.every(isLoopback)
  const own = (loopback || isTrusted(settings.trustedHosts, url, addresses)) && !leadsTo(settings.hostedHosts, url, addresses)
  if (own) return { allowed: true, mustEncrypt: !loopback }
  if (!namesHost(settings.coordinator.team.hosts, url)) return { allowed: false, reason: 'TEAM_HOST_NOT_ALLOWED' }
  if (settings.privacyMode === 'local-only') return { allowed: false, reason: 'LOCAL_ONLY_MODE' }
  return { allowed: true, mustEncrypt: !loopback }
}

export function teamRefusalMessage(reason: TeamRefusal, host: string): string {
  switch (reason) {
    case 'NAME_NOT_FOUND':
      return `The name of the team's database, ${host}, does not resolve. Check the address and your network.`
    case 'ADDRESS_FORBIDDEN':
      return `${host} is link-local or reserved and is never connected to. Check the address of the team's database.`
    case 'TEAM_HOST_NOT_ALLOWED':
      return `${host} is neither this machine nor a host of your team, so nothing was sent. Allow it with: tidegate config set coordinator.team.hosts '["${host}"]'`
    case 'LOCAL_ONLY_MODE':
      return `Local-only mode is on, so the team's database on ${host} was not connected to. Turn it off to work in a team.`
  }
}
