import { expect, test } from 'vitest'
import { layoutOf, ofSection, pagesOf } from './job-layout.ts'

const sections = [
  { key: 'queued', count: 2 },
  { key: 'failed', count: 250 },
]

test('groups are rows: a head, then its jobs, unless it is closed', () => {
  const layout = layoutOf(sections, 'state', new Set())
  expect(layout.rows).toBe(254)
  expect(layout.at(0)).toMatchObject({ type: 'head', isOpen: true })
  expect(layout.at(2)).toMatchObject({ type: 'job', section: { key: 'queued' }, index: 1 })
  expect(layout.at(3)).toMatchObject({ type: 'head', section: { key: 'failed' } })
  expect(layout.at(253)).toMatchObject({ type: 'job', section: { key: 'failed' }, index: 249 })
  expect(layout.at(254)).toBeNull()
  const closed = layoutOf(sections, 'state', new Set(['queued']))
  expect(closed.at(1)).toMatchObject({ type: 'head', section: { key: 'failed' } })
})

test('without groups there are only jobs', () => {
  const layout = layoutOf([{ key: '', count: 3 }], 'none', new Set())
  expect(layout.rows).toBe(3)
  expect(layout.at(0)).toMatchObject({ type: 'job', index: 0 })
})

test('what is in view needs its pages and no others', () => {
  const layout = layoutOf(sections, 'state', new Set())
  expect(pagesOf(layout, 0, 10).map(({ section, page }) => [section.key, page])).toEqual([
    ['queued', 0],
    ['failed', 0],
  ])
  expect(pagesOf(layout, 230, 400).map(({ section, page }) => [section.key, page])).toEqual([['failed', 2]])
})

test('a day is a day where the person is', () => {
  expect(ofSection({ scope: 'failed' }, 'day', '10', 60)).toEqual({
    filter: { scope: 'failed', from: 10 * 86_400_000 - 3_600_000, to: 11 * 86_400_000 - 3_600_000 },
  })
})
