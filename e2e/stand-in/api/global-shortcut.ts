import { refuseMissing } from '../refuse-missing.ts'

/** Keys that nobody presses; specs call what was registered. */
export function createGlobalShortcut() {
  const held = new Map<string, () => void>()
  return refuseMissing('globalShortcut', {
    register(accelerator: string, callback: () => void): boolean {
      if (held.has(accelerator)) return false
      held.set(accelerator, callback)
      return true
    },
    isRegistered: (accelerator: string): boolean => held.has(accelerator),
    unregister: (accelerator: string): void => void held.delete(accelerator),
    unregisterAll: (): void => held.clear(),
  })
}
