/**
 * Chromium passes no unknown scheme to its interception, so pages of `app://renderer/…` live at `http://renderer.app.localhost/…`: a
 * secure context, with an origin of its own that stays the same from start to start. The app sees its own addresses only.
 */
export function toPageUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  if (match === null || PASSED.has(match[1]?.toLowerCase() ?? '')) return url
  const [, scheme = '', host = '', rest = ''] = match
  return `http://${host}.${scheme.toLowerCase()}.localhost${rest.startsWith('/') ? rest : `/${rest}`}`
}

export function toAppUrl(url: string): string {
  const match = /^http:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.localhost(?::80)?(\/.*)?$/i.exec(url)
  return match === null ? url : `${match[2]}://${match[1]}${match[3] ?? '/'}`
}

/** The origin as Electron names it. */
export function toAppOrigin(origin: string): string {
  return toAppUrl(origin).replace(/(?<=^[a-z][a-z0-9+.-]*:\/\/[^/]*)\/$/i, '')
}

const PASSED: ReadonlySet<string> = new Set(['http', 'https', 'file', 'data', 'about', 'blob', 'ws', 'wss', 'devtools', 'chrome'])
