export { type ConfigStore, openConfig } from './config-store.ts'
export { type KeyAdvice, keyAdvice } from './key-advice.ts'
export { createKeyService, type KeyService } from './key-service.ts'
export { type KeyFile, type KeyStore, keyFromEnvironment, openFileKeyStore, openKeyFile } from './key-store.ts'
