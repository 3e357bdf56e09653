import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { failureOf, printsDocument, wouldPrintDocument } from './failure.ts'

it('a failure that nobody foresaw is told without its message, which may quote a text', () => {
  const failure = failureOf(new TypeError('cannot read "my secret"'))
  expect(failure).toMatchObject({ exit: 1, error: { code: 'INTERNAL' } })
  expect(JSON.stringify(failure)).not.toContain('my secret')
  expect(failure?.said).toMatch(/\(TypeError\)[\s\S]*at /)
  expect(failureOf('my secret')).toMatchObject({ error: { code: 'INTERNAL' } })
})

it('a usage error is told in words of its own, and help is no failure', () => {
  const failure = failureOf(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--my-secret'"))
  expect(failure).toMatchObject({ exit: 2, said: null, error: { code: 'BAD_INPUT' } })
  expect(failure?.error.message).not.toContain('my-secret')
  expect(failureOf(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBeNull()
})

it('a known failure keeps its code, its words and its exit code', () => {
  expect(failureOf(new TidegateError('POLICY_FORBIDS_ROUTE', 'Not there.'))).toEqual({
    exit: 3,
    said: 'tidegate: Not there.\n',
    error: { code: 'POLICY_FORBIDS_ROUTE', message: 'Not there.' },
  })
})

it.each<[string, Record<string, unknown>, boolean]>([
  ['scan', { json: true }, true],
  ['scan', {}, false],
  ['scan', { json: true, jsonl: 'rows.jsonl' }, false],
  ['generate', { json: true, stream: true }, false],
  ['list', { json: true, watch: true }, false],
  ['worker', { json: true }, false],
])('%s with %j prints one document: %s', (name, options, expected) => {
  expect(printsDocument(name, options)).toBe(expected)
  const words = Object.entries(options).map(([option, value]) => (value === true ? `--${option}` : `--${option}=${value}`))
  expect(wouldPrintDocument([name, ...words])).toBe(expected)
})
