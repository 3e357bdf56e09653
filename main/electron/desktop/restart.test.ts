import { beforeEach, describe, expect, it, vi } from 'vitest'

const { quit, showMessageBox } = vi.hoisted(() => ({ quit: vi.fn(), showMessageBox: vi.fn() }))
vi.mock('electron', () => ({ app: { quit }, dialog: { showMessageBox } }))
const { createQuitGuard } = await import('./quit-guard.ts')
const { createRestart } = await import('./restart.ts')
const { wordsOf } = await import('./words.ts')

beforeEach(() => vi.resetAllMocks())

/** An app in which a draft is being written, and the person answers the question before it quits. */
function whileWriting(args: readonly string[] = []) {
  const relaunch = vi.fn()
  const onStay = vi.fn(() => restart.forget())
  const restart = createRestart(args, relaunch)
  const counts = { running: 1, waiting: 0, writing: 1 }
  const guard = createQuitGuard(
    () => counts,
    () => wordsOf('en'),
    onStay,
  )
  const tryToQuit = (): void => {
    if (guard.mayQuit()) restart.ending()
  }
  quit.mockImplementation(tryToQuit)
  const answered = () => vi.waitFor(() => expect(onStay).toHaveBeenCalledOnce())
  return { restart, relaunch, tryToQuit, answered, finishWriting: () => Object.assign(counts, { running: 0, writing: 0 }) }
}
const [QUIT, KEEP_RUNNING, CANCEL] = [0, 1, 2]

describe('a restart', () => {
  it('starts the app again once the person agreed', async () => {
    showMessageBox.mockResolvedValue({ response: QUIT })
    const { restart, relaunch, tryToQuit } = whileWriting()
    restart.want()
    tryToQuit()
    expect(relaunch).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(relaunch).toHaveBeenCalledOnce())
  })

  it.each([KEEP_RUNNING, CANCEL])('is forgotten when the person stays (answer %i): a later quit is only a quit', async (response) => {
    showMessageBox.mockResolvedValue({ response })
    const { restart, relaunch, tryToQuit, answered, finishWriting } = whileWriting()
    restart.want()
    tryToQuit()
    await answered()
    finishWriting()
    tryToQuit()
    expect(relaunch).not.toHaveBeenCalled()
  })

  it('opens nothing once more that this start was asked to open', () => {
    const { restart, relaunch, tryToQuit, finishWriting } = whileWriting(['.', '--lang=de', 'tidegate://view/jobs', '/home/ann/plan.md'])
    finishWriting()
    restart.want()
    tryToQuit()
    expect(relaunch).toHaveBeenCalledExactlyOnceWith(['.', '--lang=de'])
  })

  it('does not happen when nobody asked for it', () => {
    const { relaunch, tryToQuit, finishWriting } = whileWriting()
    finishWriting()
    tryToQuit()
    expect(relaunch).not.toHaveBeenCalled()
  })
})
