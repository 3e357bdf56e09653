import { expect, it } from 'vitest'
import { folderStateText, sourceStateText } from './source-state-text.ts'

const COUNTS = { indexed: 3, unchanged: 0, skipped: 0, failed: 0 }
const FOLDER = { state: 'ready', progress: 0, sources: 3, unlabelled: 0, counts: COUNTS, watched: true } as const

it.each([
  [0, 'Reading, 0 %'],
  [0.579, 'Reading, 57 %'],
  [1, 'Reading, 100 %'],
])('a folder that is read to %d says “%s”: whole percents that are reached', (progress, text) => {
  expect(folderStateText({ ...FOLDER, state: 'reading', progress })).toBe(text)
})

it('a folder that is ready says what is not as it should be, and nothing else', () => {
  expect(folderStateText(FOLDER)).toBe('3 files')
  expect(folderStateText({ ...FOLDER, unlabelled: 1, counts: { ...COUNTS, failed: 2 }, watched: false })).toBe(
    '3 files, 2 not readable, 1 to check, not watched',
  )
  expect(folderStateText({ ...FOLDER, state: 'waiting', sources: 0 })).toBe('Waiting for its turn')
  expect(folderStateText({ ...FOLDER, state: 'unreachable', sources: 1 })).toBe('1 file kept; the folder cannot be read')
})

it('a source is silent once it is ready, and says first what matters most', () => {
  const text = (state: Partial<Parameters<typeof sourceStateText>[0]>) =>
    sourceStateText({ name: 'a.txt', mediaType: 'text/plain', ...state })
  expect(text({})).toBeNull()
  expect(text({ name: 'a.pdf', mediaType: 'application/pdf' })).toBeNull()
  expect(text({ name: 'a.PDF' })).toBe('Not what its name says')
  expect(text({ name: 'a.pdf', indexState: 'pending' })).toBe('Indexing')
  expect(text({ indexState: 'pending', labelState: 'pending' })).toBe('Being checked')
  expect(text({ indexState: 'pending', labelState: 'failed' })).toBe('Could not be checked')
})
