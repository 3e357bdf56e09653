import { expect, it } from 'vitest'
import { eachMatch } from './each-match.ts'

it('finds what matchAll finds, also when whoever is called uses the pattern meanwhile', () => {
  const pattern = /\d+/g
  const found: string[] = []
  eachMatch(pattern, 'tide 6, 12 and 18', (match) => {
    found.push(match[0])
    eachMatch(pattern, '1 2 3', () => {})
  })
  expect(found).toEqual(['6', '12', '18'])
})
