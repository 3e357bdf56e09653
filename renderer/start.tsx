import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { fetchView, fetchViewsWhenIdle } from './shell/views.tsx'
import { createAppState } from './state/app-state.ts'
import { connect } from './state/connect.ts'
import { forgetSaved } from './state/forget-saved.ts'
import { pacedFrames } from './state/paced-frames.ts'

const schedule = pacedFrames({
  now: () => performance.now(),
  // A hidden window gets no animation frames, so a timer stands in for them there.
  nextFrame: (callback) => (document.hidden ? setTimeout(callback, 50) : requestAnimationFrame(callback)),
  // A message comes after the frame in which it was posted.
  afterFrame: (callback) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      callback()
    }
    port2.postMessage(null)
  },
  wait: (callback, ms) => setTimeout(callback, ms),
})

/** A person calls this immediate; only after it is it shown that a view is on its way, ms. */
const IMMEDIATE_MS = 150

/** Builds the stores and draws them. The language is set before this is loaded. */
export async function start(root: HTMLElement): Promise<void> {
  const app = createAppState({ open: () => connect(), storage: localStorage, schedule })
  app.host.subscribe(({ info }, before) => {
    if (info !== null && info !== before.info && forgetSaved(info, localStorage)) location.reload()
  })
  // The others come after it: they would share the line with what is waited for.
  // Who draws the view asks for it again, and shows what is wrong.
  const first = fetchView(app.ui.getState().view).catch(() => undefined)
  void first.finally(fetchViewsWhenIdle)
  // Before the page goes there is time for a last save; a hidden window may be ended without another word.
  const keepAll = (): void => {
    app.drafts.flush()
    void app.documents.getState().keep()
  }
  window.addEventListener('beforeunload', keepAll)
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) keepAll()
  })
  window.addEventListener('pagehide', () => app.dispose())
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, IMMEDIATE_MS))])
  createRoot(root).render(<App app={app} />)
}
