import { app, safeStorage } from 'electron'
import type { KeychainBackend } from './keychain.ts'

/** The keychain of the system, through the asynchronous calls of Electron, which never hold up the main process. */
export function safeStorageBackend(platform: NodeJS.Platform = process.platform): KeychainBackend {
  const name = (): string => {
    if (platform === 'darwin') return 'keychain'
    return platform === 'win32' ? 'dpapi' : safeStorage.getSelectedStorageBackend()
  }
  return {
    name,
    async isAvailable() {
      // Before that the answer would be no.
      await app.whenReady()
      // Its password is the same on every machine: that protects nothing.
      return name() !== 'basic_text' && (await safeStorage.isAsyncEncryptionAvailable())
    },
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: (ciphertext) => safeStorage.decryptStringAsync(ciphertext),
  }
}
