import type { MaskResult, RestoreResult } from '#contracts/privacy.ts'
import type { Platform } from '../platform.ts'
import type { TextWorkers } from '../sources/types.ts'
import { mask, restoreText } from './index.ts'
import type { Vaults } from './vault/index.ts'

/** Masking with a vault: the same value gets the same surrogate for as long as the vault is named again. */
export interface MaskService {
  /**
   * A new vault unless `vaultId` names one. With `keep` it is encrypted and outlives this run; `kept` in the answer says whether it does.
   * Throws VAULT_NOT_FOUND and VAULT_UNREADABLE.
   */
  mask(text: string, vaultId?: string, options?: { keep?: boolean | undefined }): Promise<MaskResult>
  /** Throws VAULT_NOT_FOUND and VAULT_UNREADABLE. */
  restore(text: string, vaultId: string): Promise<RestoreResult>
}

export function createMaskService(deps: {
  platform: Pick<Platform, 'ids'>
  vaults: Vaults
  workers: Pick<TextWorkers, 'scan'>
}): MaskService {
  const { platform, vaults } = deps

  return {
    async mask(text, vaultId, { keep = false } = {}) {
      const id = vaultId ?? platform.ids.next('vlt')
      if (vaultId === undefined) vaults.open(id)
      const known = await vaults.entries(id)
      const { findings } = await deps.workers.scan(text)
      const result = mask(text, findings, known, id)
      await vaults.put(id, result.added)
      return { text: result.text, vaultId: id, masked: result.masked, kept: keep ? await vaults.keep(id) : vaults.isKept(id) }
    },
    async restore(text, vaultId) {
      return restoreText(text, await vaults.entries(vaultId))
    },
  }
}
