import { APP_ID } from '../main/electron/app-origin.ts'
import { LINK_SCHEME } from '../main/electron/desktop/deep-link.ts'

/** What the systems know the product by. Changing an id or the executable's name makes an update another product. */
export const PRODUCT = {
  name: 'Tidegate',
  appId: APP_ID,
  executable: 'tidegate',
  /** Where Linux packages put it; the sandbox profile names this path. */
  linuxFolder: '/opt/Tidegate',
  linkScheme: LINK_SCHEME,
  // Reserved names until there is a site: a package must have both.
  homepage: 'https://tidegate.example',
  author: { name: 'The Tidegate authors', email: 'maintainers@tidegate.example' },
} as const
