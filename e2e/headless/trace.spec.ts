import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { captureScreen } from '../../main/testing/drivers/capture-screen.ts'
import { openSession, SESSION_HOSTS } from '../../main/testing/session/index.ts'
import { startTrace } from '../../main/testing/suite/keep-trace.ts'
import { comparePictures } from '../../main/testing/visual/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = { root, builtDir: fileURLToPath(new URL('../../out/main', import.meta.url)), env: process.env }

// The tests' own recording would stand in the way: a window has one at a time.
test.use({ trace: 'off' })

for (const host of SESSION_HOSTS) {
  test(`what is done on the ${host} host is recorded, and its pictures are the same as without`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-trace-'))
    const session = await openSession(host, files)
    try {
      const app = await session.open({ providers: [] })
      try {
        // A screen on which nothing happens by itself; the jobs of the start are seen around it.
        const views = app.page.getByRole('navigation', { name: 'Views' })
        await views.getByRole('button', { name: 'Testing' }).click()
        await app.page.getByText('No scenario was run yet').waitFor()
        const look = () => captureScreen(app.page, { masked: ['.status-strip', 'nav'], flags: [] })
        const before = await look()
        const dropped = await startTrace(app)
        const now = await look()
        expect(comparePictures(before, now, { masks: [...before.masks, ...now.masks] })).toMatchObject({ verdict: 'same', regions: [] })
        await dropped.drop()
        const kept = await startTrace(app)
        await views.getByRole('button', { name: 'Compose' }).click()
        await app.page.getByRole('textbox', { name: 'Prompt' }).fill('Write about tides.')
        expect(await kept.keep(folder)).toEqual({ artefact: { kind: 'trace', name: '', path: 'trace.zip' } })
        expect(existsSync(join(folder, 'trace.zip'))).toBe(true)
        // A ZIP file, as the viewer takes it.
        expect(readFileSync(join(folder, 'trace.zip')).subarray(0, 2).toString()).toBe('PK')
      } finally {
        await app.close()
      }
    } finally {
      await session.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test(`a trace of the ${host} host that cannot be kept is said, and nothing more`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-trace-'))
    const session = await openSession(host, files)
    try {
      const app = await session.open({ providers: [] })
      const trace = await startTrace(app)
      await app.close()
      const kept = await trace.keep(folder)
      // Playwright may have had all of it before the window went: then it is there, and nothing else is claimed.
      const isThere = existsSync(join(folder, 'trace.zip'))
      expect(kept).toEqual(
        isThere
          ? { artefact: { kind: 'trace', name: '', path: 'trace.zip' } }
          : { why: 'The window was closed before its trace was kept.' },
      )
      await trace.drop()
    } finally {
      await session.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
