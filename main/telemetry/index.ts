export { createLog, type LogLevel, silentLog } from './log.ts'
