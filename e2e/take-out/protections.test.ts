import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PROTECTIONS } from './protections.ts'

const root = join(import.meta.dirname, '../..')

it.each(PROTECTIONS)('point $point, $what: what would be taken out is in the code, once', ({ file, find, replace }) => {
  const text = readFileSync(join(root, file), 'utf8')
  expect(text.split(find)).toHaveLength(2)
  expect(text.replace(find, () => replace)).not.toBe(text)
})
