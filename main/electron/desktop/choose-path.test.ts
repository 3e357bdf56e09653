import { beforeEach, expect, it, vi } from 'vitest'

const { showOpenDialog } = vi.hoisted(() => ({ showOpenDialog: vi.fn() }))
vi.mock('electron', () => ({ dialog: { showOpenDialog } }))
const { createPathChooser } = await import('./choose-path.ts')

/** As much of a window as a dialog needs. */
function windowLike() {
  let gone = false
  return { isDestroyed: () => gone, close: () => (gone = true) }
}
const window = windowLike()
const choose = createPathChooser({ ofClient: (client) => (client === '1' ? (window as unknown as Electron.BrowserWindow) : null) })

beforeEach(() => showOpenDialog.mockReset())

it('asks over the window that calls, for what it may add, and answers with one path', async () => {
  showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/models/a.gguf', '/models/b.gguf'] })
  expect(await choose('1', 'model')).toBe('/models/a.gguf')
  expect(showOpenDialog).toHaveBeenCalledWith(window, expect.objectContaining({ properties: ['openFile'] }))
  showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] })
  expect(await choose('1', 'folder')).toBeNull()
})

it('opens nothing for who is no window, and one dialog at a time', async () => {
  expect(await choose('2', 'folder')).toBeNull()
  expect(showOpenDialog).not.toHaveBeenCalled()
  const chosen = Promise.withResolvers<{ canceled: boolean; filePaths: string[] }>()
  showOpenDialog.mockReturnValue(chosen.promise)
  const first = choose('1', 'folder')
  expect(await choose('1', 'folder')).toBeNull()
  chosen.resolve({ canceled: false, filePaths: ['/home/me'] })
  expect(await first).toBe('/home/me')
  expect(showOpenDialog).toHaveBeenCalledTimes(1)
})

it('tells nobody when the window is gone', async () => {
  showOpenDialog.mockImplementation(async () => {
    window.close()
    return { canceled: false, filePaths: ['/home/me'] }
  })
  expect(await choose('1', 'folder')).toBeNull()
})
