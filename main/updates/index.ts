export { chooseUpdate, type Installed, placeOf } from './choose-update.ts'
export {
  PACKAGE_KINDS,
  type PackageKind,
  type ReleaseFile,
  type ReleaseStatement,
  ReleaseStatementSchema,
  signedBytes,
} from './release-statement.ts'
export { openUpdateMemory } from './update-memory.ts'
export { createUpdateService, type FetchTo, type UpdateInstaller, type UpdateService } from './update-service.ts'
export { readUpdateSource, type UpdateSource } from './update-source.ts'
