// `npm run measure:electron`: the start of the desktop app and its message port, on Electron or its stand-in, beside the same contract
// over a channel within one process. Prints one JSON document; times in milliseconds.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { _electron } from '@playwright/test'
import { build } from 'vite'
import { startElectron } from '../e2e/electron-process.ts'
import { electronUnderTest } from '../e2e/electron-under-test.ts'
import { makeDataDir, removeDataDir } from '../e2e/host-process.ts'
import { build as buildApp, isStale } from '../scripts/build.mjs'
import type { benchContract } from './rpc-app/contract.ts'
import { measureTransport, type TransportFigures } from './rpc-app/measure-transport.ts'
import { createBenchRouter } from './rpc-app/router.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const STARTS = 7

/** From the start of the process until the prompt takes input; a new data folder first, then the same one again. */
async function starts(): Promise<{ firstMs: number; medianMs: number; roundsMs: number[] }> {
  const dataDir = makeDataDir()
  const times: number[] = []
  try {
    for (let round = 0; round < STARTS + 1; round += 1) {
      const started = performance.now()
      const run = await startElectron({ dataDir })
      const page = await run.window()
      await page.getByRole('textbox', { name: 'Prompt' }).fill('x')
      times.push(Math.round(performance.now() - started))
      await run.close()
    }
  } finally {
    removeDataDir(dataDir)
  }
  const [firstMs = Number.NaN, ...rest] = times
  return { firstMs, medianMs: rest.toSorted((a, b) => a - b)[Math.floor(rest.length / 2)] ?? Number.NaN, roundsMs: rest }
}

/** The same router and client over a channel of this process: what the transport costs beyond the contract itself. */
async function inProcess(): Promise<TransportFigures> {
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(createBenchRouter()).upgrade(port1)
  const client: ContractRouterClient<typeof benchContract> = createORPCClient(new RPCLink({ port: port2 }))
  try {
    return await measureTransport(client)
  } finally {
    port1.close()
  }
}

async function overPort(): Promise<TransportFigures> {
  const folder = mkdtempSync(join(root, 'node_modules', '.rpc-app-'))
  try {
    const quiet = { configFile: false, logLevel: 'error', root } as const
    await build({
      ...quiet,
      build: {
        outDir: folder,
        emptyOutDir: false,
        ssr: join(root, 'bench/rpc-app/main.ts'),
        target: 'node24',
        rolldownOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'main.js' } },
      },
    })
    mkdirSync(join(folder, 'renderer'))
    await build({
      ...quiet,
      build: {
        outDir: join(folder, 'renderer'),
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: { input: join(root, 'bench/rpc-app/page.ts'), output: { format: 'es', entryFileNames: 'page.js' } },
      },
    })
    writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>bench</title><script type="module" src="./page.js"></script>')
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'rpc-bench', version: '0.0.0', type: 'module', main: 'main.js' }))
    copyFileSync(join(root, 'out/preload/index.cjs'), join(folder, 'preload.cjs'))
    const profile = mkdtempSync(join(tmpdir(), 'rpc-bench-'))
    const app = await _electron.launch({
      executablePath: electronUnderTest().path,
      args: [folder, `--user-data-dir=${profile}`],
      env: { ...process.env, XDG_CONFIG_HOME: profile } as Record<string, string>,
    })
    try {
      const page = await app.firstWindow()
      await page.waitForFunction(() => 'benchResult' in globalThis)
      return await page.evaluate(() => (globalThis as unknown as { benchResult: Promise<TransportFigures> }).benchResult)
    } finally {
      await app.close()
      rmSync(profile, { recursive: true, force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (isStale()) buildApp()
// Figures are those of the whole engine, as in Electron.
process.env.STAND_IN_V8 = 'full'
const [reference, port] = [await inProcess(), await overPort()]
process.stdout.write(
  `${JSON.stringify(
    {
      host: electronUnderTest().name,
      transport: {
        port,
        inProcess: reference,
        callRatio: port.callMs.p50 / reference.callMs.p50,
        streamRatio: port.streamMs.median / reference.streamMs.median,
      },
      start: await starts(),
    },
    null,
    2,
  )}\n`,
)
