import { loadLanguage } from './i18n/load-language.ts'

const root = document.getElementById('root')
if (root) {
  // What is said is also in constants, so nothing else runs before the language is set.
  await loadLanguage(localStorage, navigator.languages)
  const { start } = await import('./start.tsx')
  start(root)
}
