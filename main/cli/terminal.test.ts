import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { guardTerminal, withControlsShown } from './terminal.ts'

it.each([
  ['the clipboard is set', 'a\u001b]52;c;cm0gLXJm\u0007b', 'a␛]52;c;cm0gLXJm␇b'],
  ['the screen is cleared, also by one byte of the second half', '\u001b[2J\u009b2J', '␛[2J\ufffd2J'],
  ['what was said is taken back', 'allowed: no\rallowed: yes\b\u007f', 'allowed: no␍allowed: yes␈␡'],
])('no text on a terminal does what it says: %s', (_what, text, shown) => {
  expect(withControlsShown(text)).toBe(shown)
})

it.each(['two\nlines\tand a tab\r\n', 'Größe, 東京, السلام عليكم, 🌊\u200d\u202e'])('%j stands as it is', (text) => {
  expect(withControlsShown(text)).toBe(text)
})

/** What arrives of a text and of bytes. */
function written(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream & PassThrough
  guardTerminal(stream)
  stream.write('\u001b[2Jtext ')
  stream.write(Buffer.from('\u001b[1mours'))
  return String(stream.read())
}

it('a terminal is guarded, whoever writes to it, and a pipe gets every byte', () => {
  expect(written(true)).toBe('␛[2Jtext \u001b[1mours')
  expect(written(false)).toBe('\u001b[2Jtext \u001b[1mours')
})
