export { createLog, type LogLevel, silentLog } from './log.ts'
export { keepRecentLines, type RecentLines } from './recent-lines.ts'
