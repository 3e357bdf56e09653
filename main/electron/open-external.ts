import { dialog, shell } from 'electron'

const MAX_CHARS = 2_048

/**
 * The address that may be handed to the system, or null: `https:` with a host and without credentials or a port of its own, or `mailto:`
 * to one plain address. Everything else could start a program or reach into the machine or its network.
 */
export function externalAddress(raw: string): URL | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (raw.length > MAX_CHARS || /[\u0000-\u0020\u007f-\u009f]/.test(raw)) return null
  const url = URL.parse(raw)
  if (url === null || url.username !== '' || url.password !== '') return null
  if (url.protocol === 'mailto:') return /^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/.test(url.pathname) && url.search === '' ? url : null
  const isName = /^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(url.hostname)
  return url.protocol === 'https:' && url.port === '' && isName && !/\.(?:local|localhost|internal|lan)$/.test(url.hostname) ? url : null
}

/** The only way to the system's browser or mail program. Links come from drafts too, so the person confirms where they lead. */
export async function openExternally(raw: string): Promise<void> {
  const url = externalAddress(raw)
  if (url === null) return
  const where = url.protocol === 'mailto:' ? url.pathname : url.hostname
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${where} outside Tidegate?`,
    detail: 'The link may come from a draft. What the address itself contains will be seen by that site.',
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(url.href)
}
