export { type ImportProgress, type ImportReport, importChatgpt } from './chatgpt-import.ts'
export { judgeImported } from './judge-imported.ts'
