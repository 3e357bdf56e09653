import { describe, expect, it } from 'vitest'
import { isOwnAddress } from './app-origin.ts'
import { isTrustedSender } from './sender-policy.ts'

const main = { origin: 'app://renderer', detached: false }

describe('who may speak to the core', () => {
  it('the main frame of a known window at our origin', () => {
    expect(isTrustedSender(main, main, true)).toBe(true)
  })

  it.each([
    ['a frame that has gone', null, main, true],
    ['a frame inside the page', { ...main }, main, true],
    ['a window that we did not open', main, main, false],
  ])('not %s', (_who, frame, mainFrame, known) => {
    expect(isTrustedSender(frame, mainFrame, known)).toBe(false)
  })

  it('not a frame that was taken out of its page', () => {
    const detached = { ...main, detached: true }
    expect(isTrustedSender(detached, detached, true)).toBe(false)
  })

  it.each(['null', 'https://renderer', 'app://renderer.evil', 'app://other', 'file://', '', 'app://renderer/'])(
    'not the origin %j',
    (origin) => {
      const frame = { origin, detached: false }
      expect(isTrustedSender(frame, frame, true)).toBe(false)
    },
  )
})

describe('our own addresses', () => {
  it.each(['app://renderer/', 'app://renderer/assets/x.js', 'APP://renderer/', 'app://renderer'])('%s is one', (url) => {
    expect(isOwnAddress(url)).toBe(true)
  })

  it.each([
    'app://renderer.evil/',
    'app://rendererx/',
    'app://user@renderer/',
    'app://renderer:1/',
    'apps://renderer/',
    'https://renderer/',
    'file:///etc/passwd',
    'devtools://devtools/bundled/x.html',
    'about:blank',
    'data:text/html,x',
    'javascript:1',
    'blob:app://renderer/1',
    '',
    'renderer',
  ])('%s is not', (url) => {
    expect(isOwnAddress(url)).toBe(false)
  })
})
