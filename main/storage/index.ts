export { type DataDirLock, lockDataDir } from './data-dir-lock.ts'
export type { Opening } from './open-database.ts'
export { type OpenedStorage, type OpenStorageOptions, openStorage } from './open-storage.ts'
