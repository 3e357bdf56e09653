import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { releaseForTests } from '../../main/updates/release-for-tests.ts'
import { PrivacyPage } from '../browser/pages/privacy-page.ts'
import { SettingsPage } from '../browser/pages/settings-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { seriousFindings } from '../browser/serious-findings.ts'
import { expect, type Host, test } from '../fixtures.ts'

/** An AppImage that only says that it was started. */
const packageOf = (word: string): Buffer => Buffer.from(`#!/bin/sh\necho "${word}" > "$(dirname "$0")/started"\n`)

interface Makers {
  readonly release: ReturnType<typeof releaseForTests>
  readonly server: Server
  readonly asked: string[]
  readonly programs: string
  readonly env: Readonly<Record<string, string>>
  answer(name: string, body: Buffer | string): void
}

/** Who announces releases, at an address that counts as hosted, and an AppImage that runs. */
async function makers({ dataDir }: Host): Promise<Makers> {
  const release = releaseForTests(packageOf('new'))
  const served = new Map<string, Buffer | string>([
    ['/stable.json', release.signed],
    ['/Tidegate-9.1.0.AppImage', packageOf('new')],
  ])
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
    const body = served.get(request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const programs = join(dataDir, 'programs')
  mkdirSync(programs)
  const appImage = join(programs, 'Tidegate-0.1.0.AppImage')
  writeFileSync(appImage, packageOf('old'))
  chmodSync(appImage, 0o755)
  const source = join(dataDir, 'makers.json')
  writeFileSync(source, JSON.stringify({ address: `http://127.0.0.1:${port}/`, keys: [release.publicKey] }))
  const config = join(dataDir, 'config.json')
  const settings: object = existsSync(config) ? JSON.parse(readFileSync(config, 'utf8')) : {}
  writeFileSync(config, JSON.stringify({ ...settings, hostedHosts: [`127.0.0.1:${port}`] }))
  return {
    release,
    server,
    asked,
    programs,
    env: { APPIMAGE: appImage, TIDEGATE_TEST_UPDATES: source },
    answer: (name, body) => void served.set(name, body),
  }
}

async function openUpdates(page: Page): Promise<Locator> {
  await new Shell(page).ready()
  await new SettingsPage(page).open('About')
  return page.getByRole('region', { name: 'New versions' })
}

const appImages = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.AppImage'))

test('a new version is looked for, fetched and installed at the person’s word, through the one door', { tag: '@core' }, async ({
  host,
  launcher,
}) => {
  const { server, asked, programs, env } = await makers(host)
  try {
    const run = await launcher.start({ env })
    const page = await run.window()
    const updates = await openUpdates(page)
    await expect(updates.getByRole('switch', { name: 'Look twice a day' })).not.toBeChecked()
    expect(asked).toEqual([])
    await updates.getByRole('button', { name: 'Look now' }).click()
    await expect(updates.getByRole('status')).toHaveText(/^Version 9\.1\.0 is there/)
    await expect(updates).toContainText('Drafts are written faster.')
    expect(await seriousFindings(page, 'all')).toEqual([])
    await updates.getByRole('button', { name: 'Fetch version 9.1.0' }).click()
    await expect(updates.getByRole('status')).toHaveText('Version 9.1.0 is here and was checked. A restart installs it.')
    expect(appImages(programs)).toEqual(['Tidegate-0.1.0.AppImage'])
    expect(asked.map((line) => line.split(' ', 2).join(' '))).toEqual(['GET /stable.json', 'GET /Tidegate-9.1.0.AppImage'])
    // Nothing of who asks: no name, no version, no system.
    for (const line of asked) expect(line).not.toMatch(/0\.1\.0|linux|x64|staging|electron|cookie/i)

    await new Shell(page).goTo('Privacy')
    await expect(new PrivacyPage(page).entries).toHaveCount(2)
    await expect(new PrivacyPage(page).entries.first()).toContainText('Public')

    await new SettingsPage(page).open('About')
    const exited = new Promise((resolve) => run.app.process().once('exit', resolve))
    await updates.getByRole('button', { name: 'Restart and install' }).click()
    expect(await exited).toBe(0)
    expect(appImages(programs)).toEqual(['Tidegate-9.1.0.AppImage'])
    await expect.poll(() => existsSync(join(programs, 'started'))).toBe(true)
    expect(readFileSync(join(programs, 'started'), 'utf8')).toBe('new\n')
  } finally {
    server.close()
  }
})

test('what its makers did not sign is not taken, and a quit installs nothing that was not asked for', async ({ host, launcher }) => {
  const { server, release, programs, env, answer } = await makers(host)
  try {
    const run = await launcher.start({ env })
    const updates = await openUpdates(await run.window())
    answer('/stable.json', releaseForTests(packageOf('evil')).signed)
    await updates.getByRole('button', { name: 'Look now' }).click()
    await expect(updates.getByRole('status')).toContainText('not signed by the makers of Tidegate')
    answer('/stable.json', release.signed)
    answer('/Tidegate-9.1.0.AppImage', packageOf('evil'))
    await updates.getByRole('button', { name: 'Look now' }).click()
    await updates.getByRole('button', { name: 'Fetch version 9.1.0' }).click()
    await expect(updates.getByRole('status')).toContainText('The file of the new version')
    answer('/Tidegate-9.1.0.AppImage', packageOf('new'))
    await updates.getByRole('button', { name: 'Look now' }).click()
    await updates.getByRole('button', { name: 'Fetch version 9.1.0' }).click()
    await expect(updates.getByRole('button', { name: 'Restart and install' })).toBeVisible()
    await run.close()
    expect(appImages(programs)).toEqual(['Tidegate-0.1.0.AppImage'])
    expect(existsSync(join(programs, 'started'))).toBe(false)
  } finally {
    server.close()
  }
})

test('local only asks nobody for new versions, and says so; an app that was built here says how it is renewed', async ({
  host,
  launcher,
}) => {
  const { server, asked, env } = await makers(host)
  try {
    const run = await launcher.start({ env })
    const page = await run.window()
    const updates = await openUpdates(page)
    await new SettingsPage(page).show('Privacy defaults')
    await page.getByRole('switch', { name: /^Local only/ }).click()
    await new SettingsPage(page).show('About')
    await updates.getByRole('button', { name: 'Look now' }).click()
    await expect(updates.getByRole('status')).toContainText('Local-only mode is on, so nothing was sent.')
    expect(asked).toEqual([])
    await run.close()
    const built = await openUpdates(await (await launcher.start()).window())
    await expect(built).toContainText('This app was built on this machine.')
    await expect(built.getByRole('button')).toHaveCount(0)
  } finally {
    server.close()
  }
})
