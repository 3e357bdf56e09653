import { expect, test } from 'vitest'
import { refusalFor } from './source-file.ts'

test('the documents that can be read are taken, whatever the case of their ending', () => {
  for (const name of ['a.pdf', 'b.DOCX', 'c.html', 'd.md', 'e.csv', 'f.txt']) expect(refusalFor({ name, size: 10 })).toBeNull()
})

test('other kinds, empty files and files over 20 MiB are refused with the reason', () => {
  expect(refusalFor({ name: 'photo.jpg', size: 10 })).toMatch(/cannot be read/)
  expect(refusalFor({ name: 'noending', size: 10 })).toMatch(/cannot be read/)
  expect(refusalFor({ name: 'a.md', size: 0 })).toMatch(/empty/)
  expect(refusalFor({ name: 'a.pdf', size: 20 * 1024 * 1024 })).toBeNull()
  expect(refusalFor({ name: 'a.pdf', size: 20 * 1024 * 1024 + 1 })).toMatch(/20 MiB/)
})
