/** What systems know the app by; installers use the same. */
export const APP_ID = 'app.tidegate.desktop'

/** The one origin of the product's pages. */
export const APP_ORIGIN = 'app://renderer'

/** The origin and its end: neither `app://renderer.evil/` nor `app://renderer@evil/` has it. */
const OWN = /^app:\/\/renderer(?:[/?#]|$)/i

/** Whether an address is one of our own pages or files. By its characters as Chromium writes it: nothing is parsed that could be read in two ways. */
export function isOwnAddress(raw: string): boolean {
  return OWN.test(raw)
}
