import { config } from 'zod/v4/core'
import { loadLanguage } from './i18n/load-language.ts'

/** Not awaited by this module itself: what it fetches shares a file with it, and would wait for it in turn. */
async function begin(root: HTMLElement): Promise<void> {
  // What is said is also in constants, so nothing else runs before the language is set.
  await loadLanguage(localStorage, navigator.languages)
  // The host's small window over everything is another page of the same files.
  if (location.hash === '#quick') (await import('./quick/start-quick.tsx')).startQuick(root)
  else await (await import('./start.tsx')).start(root)
}

// The policy of the page allows no code made from text, so the schema library must not even try.
config({ jitless: true })
const root = document.getElementById('root')
if (root !== null) void begin(root)
