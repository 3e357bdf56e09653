import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scriptLiteral } from './script-literal.ts'

/** Also halves of surrogate pairs that stand alone. */
const unit16 = fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit))

it.each(['', `it's`, 'a\\', "\\'", '"quoted"', 'two\r\nlines', '\u2028\u2029', '\0', '🌊', '\ud83c', `'+process.exit()+'`])(
  'a script reads %j as it was written',
  (text) => {
    expect(runInThisContext(scriptLiteral(text))).toBe(text)
  },
)

it('any text comes through a script that travels as JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: unit16, maxLength: 200 }), (text) => {
      const script = JSON.parse(JSON.stringify(scriptLiteral(text))) as string
      expect(runInThisContext(script)).toBe(text)
    }),
  )
})

it('leaves the double quotes of JSON to the protocol', () => {
  expect(scriptLiteral('{"a":1}')).toBe(`'{"a":1}'`)
})
