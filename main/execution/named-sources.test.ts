import { expect, it } from 'vitest'
import { namedSources } from './named-sources.ts'

const sources = ['launch-plan.md', 'board-notes.md', 'Coastal Engineering.pdf'].map((name) => ({ id: name, name, text: '' }))

it.each([
  ['Summarise the launch plan for the board', ['launch-plan.md']],
  ['Compare the launch plan with the board notes', ['launch-plan.md', 'board-notes.md']],
  ['What does coastal engineering say about gates?', ['Coastal Engineering.pdf']],
  ['What are the plans?', ['launch-plan.md', 'board-notes.md', 'Coastal Engineering.pdf']],
  ['', ['launch-plan.md', 'board-notes.md', 'Coastal Engineering.pdf']],
])('%s', (prompt, expected) => {
  expect(namedSources(prompt, sources).map(({ name }) => name)).toEqual(expected)
})
