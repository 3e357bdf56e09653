// `npm run messages [-- PART]`: what is said outside `t`, what has no translation, and translations that nothing uses. PART is part of a source's path.
import { fileURLToPath } from 'node:url'
import { coreSentences } from './core-sentences.ts'
import { readCatalogs, readCoreCatalog, readSources } from './read-messages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const part = process.argv[2] ?? ''
const sources = readSources(root)
const shown = sources.filter(({ path }) => path.includes(part))

for (const { path, untranslated } of shown) {
  for (const { text, line } of untranslated) console.log(`${path}:${line}: outside t: ${JSON.stringify(text)}`)
}
const core = coreSentences(root)
const all = new Set(sources.flatMap(({ messages }) => messages.map(({ text }) => text)))
for (const language of ['de', 'ar']) {
  const { translations, doubled } = readCatalogs(root, language)
  for (const { path, messages } of shown) {
    for (const { text, line } of messages)
      if (!translations.has(text)) console.log(`${path}:${line}: no ${language}: ${JSON.stringify(text)}`)
  }
  for (const message of doubled) console.log(`${language}: translated twice: ${JSON.stringify(message)}`)
  for (const [message, { file }] of translations)
    if (!all.has(message)) console.log(`${language}/${file}: nothing says ${JSON.stringify(message)}`)
  const ofCore = readCoreCatalog(root, language)
  for (const [sentence, file] of core)
    if (file.includes(part) && ofCore[sentence] === undefined) console.log(`${file}: no ${language}: ${JSON.stringify(sentence)}`)
  for (const sentence of Object.keys(ofCore))
    if (!core.has(sentence)) console.log(`${language}: the core does not say ${JSON.stringify(sentence)}`)
}
