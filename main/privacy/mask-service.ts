import { TidegateError } from '#contracts/errors.ts'
import type { MaskResult, RestoreResult } from '#contracts/privacy.ts'
import type { Platform } from '../platform.ts'
import type { TextWorkers } from '../sources/types.ts'
import type { VaultStore } from '../storage/types.ts'
import { mask, restoreText } from './index.ts'

/** Masking with a stored vault: the same value gets the same surrogate for as long as the vault is named again. */
export interface MaskService {
  /** A new vault unless `vaultId` names one. Throws VAULT_NOT_FOUND. */
  mask(text: string, vaultId?: string): Promise<MaskResult>
  /** Throws VAULT_NOT_FOUND. */
  restore(text: string, vaultId: string): Promise<RestoreResult>
}

export function createMaskService(deps: { platform: Platform; vaults: VaultStore; workers: TextWorkers }): MaskService {
  const { platform, vaults } = deps

  async function entriesOf(vaultId: string) {
    if (!(await vaults.exists(vaultId)))
      throw new TidegateError('VAULT_NOT_FOUND', 'There is no such vault here. Use the vaultId that mask printed.')
    return vaults.entries(vaultId)
  }

  return {
    async mask(text, vaultId) {
      const id = vaultId ?? platform.ids.next('vlt')
      const known = vaultId === undefined ? [] : await entriesOf(vaultId)
      const { findings } = await deps.workers.scan(text)
      const result = mask(text, findings, known, id)
      if (vaultId === undefined) await vaults.create(id, platform.clock.now())
      await vaults.put(id, result.added)
      return { text: result.text, vaultId: id, masked: result.masked }
    },
    async restore(text, vaultId) {
      return restoreText(text, await entriesOf(vaultId))
    },
  }
}
