import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { LABELS } from '#contracts/privacy.ts'
import { createClassifier, loadLexicons } from '../privacy/index.ts'
import { extractText } from './extract-text.ts'

const resources = fileURLToPath(new URL('../../resources', import.meta.url))
const folder = join(resources, 'sample')
/** Rows of the table in the folder's README: file and label. */
const promised = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| `([^`]+)` \|.*\| (\w+) \|$/gm)].map(
  ([, name = '', label = '']): [string, string] => [name, label],
)

describe('the sample workspace', () => {
  it('is described file by file, and shows more than one label', () => {
    expect(promised.map(([name]) => name).sort()).toEqual(
      readdirSync(folder)
        .filter((name) => name !== 'README.md')
        .sort(),
    )
    expect(new Set(promised.map(([, label]) => label)).size).toBeGreaterThan(2)
    expect(LABELS).toEqual(expect.arrayContaining(promised.map(([, label]) => label)))
  })

  it.each(promised)('%s gets the label %s, as its README says', async (name, label) => {
    const { scan } = createClassifier(loadLexicons(join(resources, 'lexicons')))
    const { text } = await extractText({ name, mediaType: '', bytes: readFileSync(join(folder, name)) })
    expect(scan(text).label).toBe(label)
  })
})
