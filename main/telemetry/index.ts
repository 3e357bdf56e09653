export { createLog, LEVELS, type LogLevel, silentLog } from './log.ts'
export { openLogFile } from './log-file.ts'
export { readLog } from './read-log.ts'
export { keepRecentLines, type RecentLines } from './recent-lines.ts'
