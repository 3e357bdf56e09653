import { installedVersions } from '../installed.ts'
import { PEERS } from './peers/index.ts'

/** Versions of the packages of these peers, by package; `missing` names those that are not there in the version that the lock has. */
export function installedPackages(peers: readonly string[], folder: URL): { versions: Record<string, string>; missing: string[] } {
  return installedVersions(
    peers.flatMap((peer) => PEERS[peer]?.packages ?? []),
    folder,
  )
}
