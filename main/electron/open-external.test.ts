import { describe, expect, it, vi } from 'vitest'

const openExternal = vi.fn(async () => {})
const showMessageBox = vi.fn(async () => ({ response: 1, checkboxChecked: false }))
vi.mock('electron', () => ({ dialog: { showMessageBox }, shell: { openExternal } }))
const { externalAddress, openExternally } = await import('./open-external.ts')

describe('opening a link outside', () => {
  it('needs the word of the person, who is told where it leads', async () => {
    await openExternally('https://example.com/page?x=1')
    expect(showMessageBox).toHaveBeenCalledWith(
      expect.objectContaining({ message: 'Open example.com outside Tidegate?', defaultId: 1, cancelId: 1 }),
    )
    expect(openExternal).not.toHaveBeenCalled()
    showMessageBox.mockResolvedValueOnce({ response: 0, checkboxChecked: false })
    await openExternally('https://example.com/page?x=1')
    expect(openExternal).toHaveBeenCalledExactlyOnceWith('https://example.com/page?x=1')
  })

  it('is not even asked about for anything else', async () => {
    showMessageBox.mockClear()
    await openExternally('file:///etc/passwd')
    expect(showMessageBox).not.toHaveBeenCalled()
  })
})

describe('what may be opened outside', () => {
  it.each([
    'https://example.com/',
    'https://EXAMPLE.com/a?b=c#d',
    'https://sub.example.co.uk/x',
    'mailto:ann@example.org',
    'https://xn--bcher-kva.example/',
  ])('%s', (url) => expect(externalAddress(url)?.href).toBe(new URL(url).href))

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    'smb://server/share',
    '\\\\server\\share',
    '//server/share',
    'ms-msdt:/id PCWDiagnostic',
    'vscode://x',
    'javascript:alert(1)',
    'jAvAsCrIpT:alert(1)',
    ' https://example.com/',
    'https://example.com/\n',
    'https://exa mple.com/',
    'https://user:pass@example.com/',
    'https://example.com@evil.example/',
    'https://example.com:8443/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://0x7f000001/',
    'https://[::1]/',
    'https://router.local/',
    'https://intranet/',
    'mailto:ann@example.org?attach=/etc/passwd',
    'mailto:a@b,c@d',
    'data:text/html,x',
    'app://renderer/',
    'tidegate://view/jobs',
    '',
    `https://example.com/${'x'.repeat(3_000)}`,
  ])('never %j', (url) => expect(externalAddress(url)).toBeNull())
})
