import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Duplex } from 'node:stream'
import { findHeadlessShell } from '../../../scripts/chromium.mjs'
import { CdpConnection, type CdpSession } from './cdp.ts'

const CLOSE_MS = 2_000

export interface Chromium {
  readonly browser: CdpSession
  readonly connection: CdpConnection
  /** Name and version as Chromium gives it. */
  readonly product: string
  /** Asks it to write its profile and go; takes it down when it has not gone within two seconds. */
  close(): Promise<void>
}

export interface ChromiumOptions {
  /** Where Electron would keep the profile. */
  readonly userData: string
  readonly devToolsPort: number | null
}

/** Starts Chromium without a window. It ends with the pipe, and so with this process, however that ends. */
export async function launchChromium({ userData, devToolsPort }: ChromiumOptions): Promise<Chromium> {
  const executable = findHeadlessShell()
  if (executable === null)
    throw new Error('The stand-in needs chromium-headless-shell. Install it: apt-get install chromium-headless-shell')
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    // Fewer processes to start; none of what is tested depends on them.
    '--in-process-gpu',
    '--enable-features=NetworkServiceInProcess2',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--no-startup-window',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    // A page that asks for a window gets none; the host's own handler is asked through the protocol.
    '--block-new-web-contents',
    `--user-data-dir=${profileFolder(userData)}`,
    '--remote-debugging-pipe',
    ...(devToolsPort === null ? [] : [`--remote-debugging-port=${devToolsPort}`]),
  ]
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  createInterface({ input: child.stderr as Duplex }).on('line', (line) => {
    // Playwright waits for this line; the rest is Chromium's own chatter.
    if (line.startsWith('DevTools listening on')) process.stderr.write(`${line}\n`)
  })
  const connection = new CdpConnection(child.stdio[3] as Duplex, child.stdio[4] as Duplex)
  const browser = connection.session()
  const started = browser.send('Browser.getVersion')
  const { product } = await Promise.race([
    started,
    exited.then(() => Promise.reject(new Error(`${executable} ended before it was ready.`))),
  ])
  return {
    browser,
    connection,
    product,
    async close() {
      browser.send('Browser.close')
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS)
      await exited
      clearTimeout(timer)
    },
  }
}

/** Electron starts on a profile that it cannot write, with a profile of no lasting memory. */
function profileFolder(userData: string): string {
  try {
    const folder = join(userData, 'chromium')
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return mkdtempSync(join(tmpdir(), 'stand-in-profile-'))
  }
}
