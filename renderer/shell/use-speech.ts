import { useEffect } from 'react'
import { isLanguageId } from '../i18n/languages.ts'
import { useApp, useConnection, useShortcutKeys } from '../state/app-context.ts'
import { COMMANDS } from './commands.ts'
import { keysInForce } from './keys/keymap.ts'

/** Tells the host which language and which keys this window has, so that menus and notifications have the same. */
export function useSpeech(): void {
  const { connection } = useApp()
  const epoch = useConnection((s) => s.epoch)
  const own = useShortcutKeys((s) => s.own)
  useEffect(() => {
    const language = document.documentElement.lang
    if (epoch === 0 || !isLanguageId(language)) return
    const keys: Record<string, string> = {}
    for (const command of COMMANDS) {
      const chord = keysInForce(command, own)[0]
      if (chord !== undefined) keys[command.id] = chord
    }
    // A host that cannot be told keeps what it was told last.
    Promise.try(() => connection.api().host.speak({ language, keys })).catch(() => undefined)
  }, [connection, epoch, own])
}
