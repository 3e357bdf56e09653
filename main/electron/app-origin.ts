/** What systems know the app by; installers use the same. */
export const APP_ID = 'app.tidegate.desktop'

/** The one origin of the product's pages. */
export const APP_ORIGIN = 'app://renderer'

/** Whether an address is one of our own pages or files. Compared by its parts: a prefix would let `app://renderer.evil/` pass. */
export function isOwnAddress(raw: string): boolean {
  const url = URL.parse(raw)
  return url !== null && url.protocol === 'app:' && url.host === 'renderer' && url.username === '' && url.password === ''
}
