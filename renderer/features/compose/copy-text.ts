import type { ConnectionStore } from '../../state/connection-store.ts'

/** Through the host, whose window is given no permission for the clipboard; in a browser by the page itself. */
export async function copyText(connection: ConnectionStore, text: string): Promise<void> {
  const { copied } = await connection.api().host.copyText({ text })
  if (!copied) await navigator.clipboard.writeText(text)
}
