import { APP_ORIGIN } from './app-origin.ts'

/** What is asked of a frame that sends. */
export interface SenderFrame {
  readonly origin: string
  readonly detached: boolean
}

/**
 * Whether a message may be heard: only from the main frame of a window that we opened, still there, at exactly our origin. A frame
 * that has gone or moved on in between is null.
 */
export function isTrustedSender(frame: SenderFrame | null, mainFrame: SenderFrame, knownWindow: boolean): boolean {
  return frame !== null && frame === mainFrame && !frame.detached && frame.origin === APP_ORIGIN && knownWindow
}
