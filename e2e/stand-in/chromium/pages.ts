import type { StandInWebContents } from '../api/web-contents.ts'
import type { CdpSession } from './cdp.ts'
import type { Chromium } from './launch-chromium.ts'

type Attached = (session: CdpSession, targetId: string) => void

/** Makes Chromium's pages and tells their contents what happens to them. */
export function createPages(chromium: () => Chromium) {
  const contents: StandInWebContents[] = []
  const waiting: Attached[] = []
  let making: Promise<void> = Promise.resolve()
  const byTarget = (id: string): StandInWebContents | undefined => contents.find(({ _targetId }) => _targetId === id)

  async function make(url: string, size: { width: number; height: number }, attached: Attached): Promise<void> {
    waiting.push(attached)
    await chromium().browser.send('Target.createTarget', { url, ...size, newWindow: true })
  }

  return {
    browser: (): CdpSession => chromium().browser,

    register(created: StandInWebContents): void {
      contents.push(created)
      created.once('destroyed', () => contents.splice(contents.indexOf(created), 1))
      // Frames of other origins and workers wait for their first instruction too.
      created.on('_child', (sessionId: string) => {
        const child = chromium().connection.session(sessionId)
        child.send('Runtime.runIfWaitingForDebugger')
      })
    },

    /** One page at a time, so that the page that attaches is the one that was asked for. */
    create(url: string, size: { width: number; height: number }, attached: Attached): Promise<void> {
      making = making.catch(() => {}).then(() => make(url, size, attached))
      return making
    },

    /** Every page is caught before it runs anything. */
    async watch(): Promise<void> {
      const { browser, connection } = chromium()
      browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        const session = connection.session(sessionId)
        const attached = targetInfo.type === 'page' ? waiting.shift() : undefined
        if (attached === undefined) session.send('Runtime.runIfWaitingForDebugger')
        else attached(session, targetInfo.targetId)
      })
      browser.on('Target.targetCrashed', ({ targetId, status }) =>
        byTarget(targetId)?._gone(status === 'killed' ? 'killed' : status === 'oom' ? 'oom' : 'crashed'),
      )
      await Promise.all([
        browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
        browser.send('Target.setDiscoverTargets', { discover: true }),
      ])
    },
  }
}
