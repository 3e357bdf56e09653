import { join } from 'node:path'
import { z } from 'zod'
import { ChordSchema, type DesktopChange, type DesktopSettings, type Speech, SpeechSchema } from '#contracts/desktop.ts'
import { readSmallFile, writeSmallFile } from '../crash/small-file.ts'
import { acceleratorOf } from './accelerator.ts'
import type { StartAtLogin } from './start-at-login.ts'
import { languageAmong } from './words.ts'

const FILE = 'desktop.json'
const KeptSchema = z.object({ speech: SpeechSchema.nullable().default(null), quickKeys: ChordSchema.nullable().default(null) })
type Kept = z.infer<typeof KeptSchema>

/** The part of Electron's `globalShortcut` that is used. */
export interface GlobalKeys {
  register(accelerator: string, callback: () => void): boolean
  unregister(accelerator: string): void
}

export interface DesktopSettingsStore {
  speech(): Speech
  /** A window says how it speaks. True when that is news. */
  speak(speech: Speech): boolean
  settings(): DesktopSettings
  set(change: DesktopChange): DesktopSettings
  /** Takes the keys of the quick window, once the system can give them. */
  start(): void
}

interface DesktopSettingsOptions {
  readonly dataDir: string
  /** The system's languages, the preferred one first. */
  readonly asked: () => readonly string[]
  readonly startAtLogin: StartAtLogin
  readonly keys: GlobalKeys
  readonly onQuick: () => void
}

/** What the app is on this desktop: how it speaks, the keys of the quick window, and whether it starts with the session. */
export function createDesktopSettings({ dataDir, asked, startAtLogin, keys, onQuick }: DesktopSettingsOptions): DesktopSettingsStore {
  const file = join(dataDir, FILE)
  let kept: Kept = readSmallFile(file, KeptSchema) ?? { speech: null, quickKeys: null }
  let held: string | null = null
  const keep = (change: Partial<Kept>): void => {
    kept = { ...kept, ...change }
    writeSmallFile(file, kept)
  }
  const hold = (): void => {
    if (held !== null) keys.unregister(held)
    const accelerator = kept.quickKeys === null ? null : acceleratorOf(kept.quickKeys)
    // Keys that another program has are not given; that is said, and tried again at the next start.
    held = accelerator !== null && isGiven(keys, accelerator, onQuick) ? accelerator : null
  }
  const settings = (): DesktopSettings => ({
    startAtLogin: startAtLogin.isOn(),
    quickWindow: { keys: kept.quickKeys, isTaken: kept.quickKeys !== null && held === null },
  })
  return {
    speech: () => kept.speech ?? { language: languageAmong(asked()), keys: {} },
    speak(speech) {
      if (JSON.stringify(speech) === JSON.stringify(kept.speech)) return false
      keep({ speech })
      return true
    },
    settings,
    set({ startAtLogin: on, quickKeys }) {
      if (on !== undefined) startAtLogin.set(on)
      if (quickKeys !== undefined) {
        keep({ quickKeys })
        hold()
      }
      return settings()
    },
    start: hold,
  }
}

function isGiven(keys: GlobalKeys, accelerator: string, onQuick: () => void): boolean {
  try {
    return keys.register(accelerator, onQuick)
  } catch {
    return false
  }
}
