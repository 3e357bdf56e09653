import { maskTexts } from '../privacy/index.ts'
import type { TextToMask } from '../privacy/masking/index.ts'
import type { Vaults } from '../privacy/vault/index.ts'
import { vaultOfAttempt } from '../privacy/vault-of-attempt.ts'
import type { VaultEntry } from '../storage/types.ts'

/** The stand-ins of one request: the same value has the same one in every attempt, and the door knows all originals in each of them. */
export interface MaskSession {
  readonly entries: readonly VaultEntry[]
  /** Gives what was found in these texts its stand-ins, without sending anything. */
  know(texts: readonly TextToMask[]): void
  /** The texts as they may leave under this attempt. The vault is open, with every original that the session knows, before this resolves. */
  mask(attemptId: string, texts: readonly TextToMask[]): Promise<{ readonly texts: readonly string[]; readonly vaultId: string }>
}

/** @param seed what the invented values depend on besides the originals; the same for all requests of a conversation */
export function createMaskSession(seed: string, vaults: Pick<Vaults, 'open' | 'put'>): MaskSession {
  const entries: VaultEntry[] = []
  const masked = (texts: readonly TextToMask[]): string[] => {
    const outcome = maskTexts(texts, entries, seed)
    entries.push(...outcome.added)
    return outcome.texts
  }
  return {
    entries,
    know(texts) {
      masked(texts)
    },
    async mask(attemptId, texts) {
      const vaultId = vaultOfAttempt(attemptId)
      const ready = masked(texts)
      // It stays in memory among the latest, never on the disk, so that the person can see what left beside what stayed.
      vaults.open(vaultId)
      await vaults.put(vaultId, [...entries])
      return { texts: ready, vaultId }
    },
  }
}
