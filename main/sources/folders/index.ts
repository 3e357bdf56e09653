export { createSourceFolders, type SourceFolders } from './source-folders.ts'
