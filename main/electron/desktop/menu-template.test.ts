import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate, trayTemplate } from './menu-template.ts'
import { wordsOf } from './words.ts'

const actions = { show: vi.fn(), newWindow: vi.fn(), quickWindow: vi.fn(), openDataFolder: vi.fn(), quit: vi.fn(), open: vi.fn() }

function entries(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? entries(item.submenu) : [])])
}

function click(items: readonly MenuItemConstructorOptions[], id: string): void {
  const item = entries(items).find((entry) => entry.id === id)
  if (item?.click === undefined) throw new Error(`no entry ${id}`)
  item.click({} as never, undefined, {} as never)
}

describe.each(['darwin', 'linux', 'win32'] as const)('the menu bar on %s', (platform) => {
  const menu = menuTemplate(actions, { platform, appName: 'Tidegate', packaged: true })

  it('reaches every view, help, the data folder and the end', () => {
    for (const id of [
      'show-compose',
      'show-jobs',
      'show-privacy',
      'show-resources',
      'show-routing',
      'show-settings',
      'show-help',
      'new-draft',
    ])
      click(menu, id)
    expect(actions.show.mock.calls.slice(-8).map(([command]) => command)).toEqual([
      { type: 'show-view', view: 'compose' },
      { type: 'show-view', view: 'jobs' },
      { type: 'show-view', view: 'privacy' },
      { type: 'show-view', view: 'resources' },
      { type: 'show-view', view: 'routing' },
      { type: 'show-view', view: 'settings' },
      { type: 'show-help' },
      { type: 'new-draft' },
    ])
    for (const [id, action] of [
      ['new-window', actions.newWindow],
      ['quick-window', actions.quickWindow],
      ['open-data-folder', actions.openDataFolder],
      ['quit', actions.quit],
    ] as const) {
      click(menu, id)
      expect(action).toHaveBeenCalled()
    }
  })

  it('has no two entries with one id or one accelerator', () => {
    for (const key of ['id', 'accelerator'] as const) {
      const values = entries(menu).flatMap((entry) => (entry[key] === undefined ? [] : [entry[key]]))
      expect(new Set(values).size).toBe(values.length)
    }
  })

  it('has developer entries only while it is not packaged', () => {
    const roles = (packaged: boolean) => entries(menuTemplate(actions, { platform, appName: 'Tidegate', packaged })).map(({ role }) => role)
    expect(roles(true)).not.toContain('toggleDevTools')
    expect(roles(true)).not.toContain('reload')
    expect(roles(false)).toContain('toggleDevTools')
  })

  it('opens the settings by the keys that people expect', () => {
    expect(entries(menu).find(({ id }) => id === 'show-settings')?.accelerator).toBe('CommandOrControl+,')
  })

  it('has the keys that the person chose', () => {
    const own = menuTemplate(actions, {
      platform,
      appName: 'Tidegate',
      packaged: true,
      keys: { 'draft.new': 'Alt+D', 'go.jobs': 'no chord' },
    })
    expect(entries(own).find(({ id }) => id === 'new-draft')?.accelerator).toBe('Alt+D')
    for (const id of ['show-jobs', 'show-compose']) expect(entries(own).find((entry) => entry.id === id)?.accelerator).toBeUndefined()
  })

  it.each(['de', 'ar'] as const)('speaks %s, with every entry that English has', (language) => {
    const words = wordsOf(language)
    const spoken = entries(menuTemplate(actions, { platform, appName: 'Tidegate', packaged: true, words }))
    expect(spoken.map(({ id }) => id)).toEqual(entries(menu).map(({ id }) => id))
    expect(spoken.find(({ id }) => id === 'new-draft')?.label).toBe(words.newDraft)
    expect(spoken.every(({ label, role, type }) => label !== '' && (label ?? role ?? type) !== undefined)).toBe(true)
  })

  it('has the app menu on a Mac only', () => {
    expect(menu[0]?.label).toBe(platform === 'darwin' ? 'Tidegate' : '&File')
  })
})

describe('the tray', () => {
  it.each([
    [{ running: 0, waiting: 0 }, 'Nothing is running'],
    [{ running: 2, waiting: 0 }, '2 running'],
    [{ running: 1, waiting: 3 }, '1 running, 3 waiting'],
  ])('says what happens: %j', (counts, line) => {
    expect(trayTemplate(actions, counts)[0]).toMatchObject({ label: line, enabled: false })
  })

  it('opens, shows and quits', () => {
    const tray = trayTemplate(actions, { running: 0, waiting: 0 })
    click(tray, 'tray-open')
    click(tray, 'tray-quit')
    click(tray, 'tray-jobs')
    expect(actions.open).toHaveBeenCalled()
    expect(actions.show).toHaveBeenLastCalledWith({ type: 'show-view', view: 'jobs' })
  })
})
