export { noticesOfApplied } from './applied-notices.ts'
export { createDataFolder, type DataFolderService, KEPT_SETTINGS } from './data-folder.ts'
export { makeDiagnostics } from './diagnostics.ts'
export { type Onboarding, openOnboarding } from './onboarding.ts'
