import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createAppState } from './state/app-state.ts'
import { connect } from './state/connect.ts'

// A hidden window gets no animation frames, so a timer stands in for them there.
function schedule(callback: () => void): void {
  if (document.hidden) setTimeout(callback, 50)
  else requestAnimationFrame(callback)
}

const root = document.getElementById('root')
if (root) {
  const app = createAppState({ open: () => connect(), storage: localStorage, schedule })
  // A hidden window may be ended without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) app.drafts.flush()
  })
  window.addEventListener('pagehide', () => app.dispose())
  createRoot(root).render(<App app={app} />)
}
