import { expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { namesBesideMail } from './mail-names.ts'

const found = (text: string): Finding[] => {
  const mails = [...text.matchAll(/[\w.+-]+@[\w.-]+/g)].map(
    ({ 0: mail, index }): Finding => ({ type: 'EMAIL_ADDRESS', start: index, end: index + mail.length, score: 1, recognizer: 'email' }),
  )
  return namesBesideMail(text, mails)
}
const namesIn = (text: string): string[] => found(text).map(({ start, end }) => text.slice(start, end))

it.each([
  ['Anna Berger ann.berger@firma.example', 'Anna Berger'],
  ['Contact: Anna Berger anna.berger@firma.example, she knows.', 'Anna Berger'],
  ['Ask Anna Berger a.berger@firma.example', 'Anna Berger'],
  ['jsmith@corp.example (John Smith) asked', 'John Smith'],
  ['invite Tan Wei Ming weiming.tan@shop.example', 'Tan Wei Ming'],
  ['Anna Maria van den Berg, anna.vandenberg@post.example', 'Anna Maria van den Berg'],
  ['Jürgen Groß <juergen.gross@werk.example>', 'Jürgen Groß'],
  ['Øystein Łukasz oystein_lukasz77@net.example', 'Øystein Łukasz'],
  ['Call Okonkwo: okonkwo.n@bank.example', 'Okonkwo'],
])('sees the name that an address beside it spells: %s', (text, name) => {
  expect(namesIn(text)).toEqual([name])
})

it.each([
  'Support support@firma.example',
  'Write to Sales sales.team@firma.example',
  'See the Annual Report board@firma.example',
  'We met in Berlin. anna.berger@firma.example knows more.',
  'anna.berger@firma.example is out. Ask Somebody Else on Monday.',
])('sees none in what only stands there: %s', (text) => {
  expect(namesIn(text)).toEqual([])
})

it('looks for no sign beyond an address that is spelled out', () => {
  const text = 'Anna Berger anna dot berger at firma dot example, and anna@firma.example'
  const start = text.indexOf('anna dot')
  const spelled: Finding = { type: 'EMAIL_ADDRESS', start, end: start + 33, score: 1, recognizer: 'email' }
  expect(namesBesideMail(text, [spelled])).toEqual([])
})

it('sees each name of a long line of addresses', () => {
  const line = 'Anna Berger ann.berger@firma.example; '.repeat(5_000)
  expect(new Set(found(line).map(({ start }) => start)).size).toBe(5_000)
})
