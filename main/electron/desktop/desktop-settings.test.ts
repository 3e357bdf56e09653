import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ app: { isPackaged: true, getAppPath: () => '/app' } }))
const { createDesktopSettings } = await import('./desktop-settings.ts')
const { autostartEntry, createStartAtLogin } = await import('./start-at-login.ts')
const { acceleratorOf } = await import('./accelerator.ts')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desktop-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function desk(taken: readonly string[] = []) {
  const held = new Set<string>()
  const store = createDesktopSettings({
    dataDir: folder,
    asked: () => ['fr-FR', 'de-AT'],
    startAtLogin: createStartAtLogin({ XDG_CONFIG_HOME: folder }, 'linux'),
    keys: {
      register(accelerator) {
        if (taken.includes(accelerator)) return false
        held.add(accelerator)
        return true
      },
      unregister: (accelerator) => held.delete(accelerator),
    },
    onQuick: () => {},
  })
  store.start()
  return { store, held }
}

describe('how the desktop speaks', () => {
  it('is the system’s language until a window says otherwise, and then that, also after a start', () => {
    expect(desk().store.speech().language).toBe('de')
    expect(desk().store.speak({ language: 'ar', keys: { 'draft.new': 'Mod+N' } })).toBe(true)
    const later = desk().store
    expect(later.speech()).toEqual({ language: 'ar', keys: { 'draft.new': 'Mod+N' } })
    expect(later.speak({ language: 'ar', keys: { 'draft.new': 'Mod+N' } })).toBe(false)
  })
})

describe('the keys of the quick window', () => {
  it('are off until they are chosen', () => {
    const { store, held } = desk()
    expect(store.settings().quickWindow).toEqual({ keys: null, isTaken: false })
    expect([...held]).toEqual([])
  })

  it('are held when they are chosen, changed and started with, and given back when not', () => {
    const first = desk()
    first.store.set({ quickKeys: 'Mod+Shift+Space' })
    expect([...first.held]).toEqual(['CommandOrControl+Shift+Space'])
    first.store.set({ quickKeys: 'Alt+Space' })
    expect([...first.held]).toEqual(['Alt+Space'])
    const second = desk()
    expect([...second.held]).toEqual(['Alt+Space'])
    second.store.set({ quickKeys: null })
    expect([...second.held]).toEqual([])
  })

  it('that another program has are said to be taken', () => {
    const { store, held } = desk(['Alt+Space'])
    expect(store.set({ quickKeys: 'Alt+Space' }).quickWindow).toEqual({ keys: 'Alt+Space', isTaken: true })
    expect([...held]).toEqual([])
  })
})

describe('the start with the session', () => {
  it('is an entry on Linux, which comes and goes', () => {
    const { store } = desk()
    expect(store.settings().startAtLogin).toBe(false)
    expect(store.set({ startAtLogin: true }).startAtLogin).toBe(true)
    expect(store.set({ startAtLogin: false }).startAtLogin).toBe(false)
  })

  it('starts the app from any folder', () => {
    expect(autostartEntry(['/opt/My Apps/100%/tide"gate'])).toContain('Exec="/opt/My Apps/100%%/tide\\\\"gate"\n')
  })
})

describe('an accelerator', () => {
  it.each([
    ['Mod+Shift+N', 'CommandOrControl+Shift+N'],
    ['Alt+ArrowUp', 'Alt+Up'],
    ['Mod+,', 'CommandOrControl+,'],
    ['F8', 'F8'],
  ])('%s is %s', (chord, accelerator) => expect(acceleratorOf(chord)).toBe(accelerator))

  it.each(['', '?', 'Mod++', 'Hyper+K', 'Mod+KK', 'Mod+N\nX'])('%j is none', (chord) => expect(acceleratorOf(chord)).toBeNull())
})
