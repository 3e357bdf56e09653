export { type KeychainBackend, openKeychain } from './keychain.ts'
export { safeStorageBackend } from './safe-storage-backend.ts'
