import { expect, it } from 'vitest'
import { withoutStandIns } from './text-of-earlier-run.ts'

it('a text that broke off says where a stand-in is left, each time it stands there', () => {
  expect(withoutStandIns('Dear Mara Lind, call Mara Lind or Jo.', ['Mara Lind', 'Jo'])).toBe(
    'Dear [not restored], call [not restored] or [not restored].',
  )
  expect(withoutStandIns('Dear all.', [])).toBe('Dear all.')
})
