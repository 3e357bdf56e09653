import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'
import { fieldOf, loadFunctions, loadModule } from '../../load.ts'
import { alignRedacted } from '../align.ts'
import { longestWins } from '../longest-wins.ts'
import { detectionOf, type Peer } from './peer.ts'

const CHECK = '@openai/guardrails/dist/checks/pii.js'

/** @openai/guardrails: its check for personal data with its default entities; returns the masked text. */
export async function open(): Promise<Peer> {
  const { pii } = await loadFunctions(CHECK, ['pii'])
  const module = await loadModule(CHECK)
  const schema = fieldOf(module, 'PIIConfig') ?? fieldOf(fieldOf(module, 'default'), 'PIIConfig')
  const parse = fieldOf(schema, 'parse')
  if (typeof parse !== 'function') throw new Error(`${CHECK} has no PIIConfig`)
  const config: unknown = Reflect.apply(parse, schema, [{}])
  const entities = fieldOf(config, 'entities')
  const markers = Object.fromEntries((Array.isArray(entities) ? entities : []).map((entity) => [`<${String(entity)}>`, String(entity)]))
  const run = (text: string): unknown => pii(null, text, config)
  return {
    run,
    async detect(text) {
      // It refuses an empty text.
      if (text === '') return detectionOf([])
      const info = fieldOf(await run(text), 'info')
      const masked = String(fieldOf(info, 'checked_text'))
      // It normalises the whole text as well (… becomes ...): what it found is then looked for by its words.
      const spans = alignRedacted(text, masked, markers) ?? findWords(text, fieldOf(info, 'detected_entities'))
      return { spans: spans ?? [], aligned: spans !== null, flagged: fieldOf(info, 'pii_detected') === true }
    },
  }
}

/** Every place of every word of `{ENTITY: [words]}`; null when one has no place. */
function findWords(text: string, entities: unknown): TypedSpan[] | null {
  const spans: TypedSpan[] = []
  for (const [type, words] of typeof entities === 'object' && entities !== null ? Object.entries(entities) : []) {
    for (const word of Array.isArray(words) ? words.map(String) : []) {
      const places = [...text.matchAll(new RegExp(RegExp.escape(word), 'g'))]
      if (places.length === 0) return null
      spans.push(...places.map(({ index }) => ({ type, start: index, end: index + word.length })))
    }
  }
  return longestWins(spans)
}
