import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type Draft, EMPTY_DRAFT, textEditBetween } from '#contracts/compose.ts'
import type { contract } from '#contracts/rpc.ts'
import { type HostProcess, removeDataDir, startHost } from '../host-process.ts'
import { upTo } from '../how-much.ts'
import { makeSettledDataDir } from '../settled-database.ts'

const KILLS = upTo(2, 8)
const WORDS = 'The barrier closed at noon and opened again at six, which nobody had expected.'.split(/(?= )/)

/** The renderer's own way in. */
async function connect(host: HostProcess) {
  const { origin, host: address } = new URL(host.url)
  const socket = new WebSocket(`ws://${address}/rpc`, { headers: { authorization: `Bearer ${host.token}`, origin } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  // The link wants the browser's type; `ws` behaves like it for all that the link uses.
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  return { client, close: () => socket.terminate() }
}

describe('kill -9 while somebody types', () => {
  it(`finds every text whose save was answered, ${KILLS} times`, { timeout: 120_000 }, async () => {
    const dataDir = makeSettledDataDir()
    try {
      let written: Draft = EMPTY_DRAFT
      let revision = 0
      for (let round = 0; round < KILLS; round += 1) {
        const host = await startHost(dataDir)
        const { client, close } = await connect(host)
        const { label: _label, savedAt: _savedAt, ...stored } = await client.compose.get()
        expect(stored).toEqual({ ...written, revision })
        for (const word of WORDS.slice(0, 1 + (round % 4) * 3)) {
          const next: Draft = { ...written, prompt: written.prompt + word, localOnly: round % 2 === 0 }
          const prompt = textEditBetween(written.prompt, next.prompt)
          const result = await client.compose.save({ base: revision, draft: { ...next, prompt } })
          expect(result).toEqual({ saved: true, revision: revision + 1 })
          revision += 1
          written = next
        }
        await host.kill()
        close()
      }
      const last = await startHost(dataDir)
      const { client, close } = await connect(last)
      expect(await client.compose.get()).toMatchObject({ ...written, revision, label: 'restricted' })
      await client.privacy.scan({ text: written.prompt })
      await expect.poll(async () => (await client.compose.get()).label).toBe('public')
      close()
      await last.stop()
    } finally {
      removeDataDir(dataDir)
    }
  })
})
