import type { ConnectionStore } from './connection-store.ts'

/** Puts a text on the clipboard: through the host, whose window is given no permission for it; in a browser by the page itself. */
export async function copyText(connection: ConnectionStore, text: string): Promise<void> {
  const { copied } = await connection.api().host.copyText({ text })
  if (!copied) await navigator.clipboard.writeText(text)
}
