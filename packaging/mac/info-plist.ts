import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Takes back what electron-builder writes into every `Info.plist` after the configuration was applied: that macOS lets the program load
 * from anywhere without encryption. Loopback, where local models listen, stays open. Throws when the entry is not there to be changed.
 */
export function denyPlainHttp(plist: string): string {
  const entry = /(<key>NSAllowsArbitraryLoads<\/key>\s*)<(?:true|false)\/>/g
  if ([...plist.matchAll(entry)].length !== 1) throw new Error('Info.plist does not say once whether plain HTTP is allowed.')
  return plist.replace(entry, '$1<false/>')
}

/** The same, in a bundle, before it is signed. */
export async function denyPlainHttpIn(bundle: string): Promise<void> {
  const file = join(bundle, 'Contents/Info.plist')
  await writeFile(file, denyPlainHttp(await readFile(file, 'utf8')))
}
