import { describe, expect, it } from 'vitest'
import { toAppOrigin, toAppUrl, toPageUrl } from './address-map.ts'

describe('addresses of the stand-in', () => {
  it.each(['app://renderer/', 'app://renderer/index.html', 'app://renderer/a/b.js?x=1#y', 'other://host/p'])(
    '%s goes there and back',
    (url) => {
      expect(toPageUrl(url)).toMatch(/^http:\/\/[a-z]+\.[a-z]+\.localhost\//)
      expect(toAppUrl(toPageUrl(url))).toBe(url)
    },
  )

  it.each(['https://example.com/x', 'http://127.0.0.1:80/', 'about:blank', 'data:text/plain,x', 'file:///etc/passwd'])(
    '%s stays as it is',
    (url) => {
      expect(toPageUrl(url)).toBe(url)
      expect(toAppUrl(url)).toBe(url)
    },
  )

  it('names an origin without a path', () => {
    expect(toAppOrigin('http://renderer.app.localhost')).toBe('app://renderer')
    expect(toAppOrigin('https://example.com')).toBe('https://example.com')
  })
})
