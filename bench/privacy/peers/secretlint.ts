import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'
import { fieldOf, loadFunctions, loadModule } from '../../load.ts'
import { detectionOf, type Peer } from './peer.ts'

const PRESET = '@secretlint/secretlint-rule-preset-recommend'

/** secretlint with its recommended rules: finds credentials only. */
export async function open(): Promise<Peer> {
  const { lintSource } = await loadFunctions('@secretlint/core', ['lintSource'])
  const preset = await loadModule(PRESET)
  const config = { rules: [{ id: PRESET, rule: fieldOf(preset, 'creator') }] }
  let calls = 0
  const find = async (text: string): Promise<TypedSpan[]> => {
    const source = { filePath: 'text.txt', content: text, contentType: 'text', ext: '.txt' }
    const messages = fieldOf(await lintSource({ source, options: { config, noPhysicFilePath: true } }), 'messages')
    calls += 1
    // It keeps a performance mark of each rule of each call for ever.
    if (calls % 1_000 === 0) {
      performance.clearMarks()
      performance.clearMeasures()
    }
    return Array.isArray(messages) ? messages.flatMap(spanOf) : []
  }
  return { run: find, detect: async (text) => detectionOf(await find(text)) }
}

function spanOf(message: unknown): TypedSpan[] {
  const range = fieldOf(message, 'range')
  if (!Array.isArray(range)) return []
  return [{ type: `SECRET/${String(fieldOf(message, 'messageId'))}`, start: Number(range[0]), end: Number(range[1]) }]
}
