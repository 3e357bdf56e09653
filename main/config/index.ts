export { type ConfigStore, openConfig } from './config-store.ts'
export { type KeyStore, openFileKeyStore } from './key-store.ts'
