import type { AppFiles } from './app-process.ts'
import { openElectronSession } from './electron-session.ts'
import { openHeadlessSession } from './headless-session.ts'
import type { SessionHost, SessionOptions, TestSession } from './types.ts'

export type { AppFiles } from './app-process.ts'
export { type AppUnderTest, SESSION_HOSTS, type SessionHost, type SessionOptions, type TestSession } from './types.ts'

/** Opens what runs on one host share. The options are for a browser's window. Rejects with NOT_FOUND where nothing can run it. */
export function openSession(host: SessionHost, files: AppFiles, options: SessionOptions = {}): Promise<TestSession> {
  return host === 'headless' ? openHeadlessSession(files, options) : openElectronSession(files)
}
