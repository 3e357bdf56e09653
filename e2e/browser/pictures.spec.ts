import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encode } from 'fast-png'
import type { Box, Fingerprint, ScreenElement } from '#contracts/visual-diff.ts'
import { type Captured, type PicturePlace, picturePlace } from '../../main/testing/baselines/index.ts'
import { paint } from '../../main/testing/visual/drawing.ts'
import { decodePng } from '../../main/testing/visual/index.ts'
import { expect, test } from '../fixtures.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

const HERE: Fingerprint = { renderer: 'chromium 156', platform: 'linux x64', fonts: '', scale: 1, flags: [] }
const BADGE: Box = { x: 700, y: 90, width: 90, height: 24 }
const BAR: Box = { x: 300, y: 520, width: 240, height: 30 }
const ELEMENTS: readonly ScreenElement[] = [
  { role: 'button', name: '', text: 'Look again', box: { x: 690, y: 80, width: 120, height: 44 } },
]

function screen(name: string, ...marks: readonly Box[]): Captured {
  const png = readFileSync(fileURLToPath(new URL(`../visual/baselines/${name}.png`, import.meta.url)))
  const pixels = decodePng(png)
  for (const mark of marks) paint(pixels, mark, 0x9f4fd0)
  return { png: encode({ ...pixels, channels: 4, depth: 8 }), fingerprint: HERE, elements: [...ELEMENTS], masks: [] }
}

/** Pictures as runs leave them: two screens that changed alike, one that changed otherwise, and one that is new. */
function leavePictures(dataDir: string): PicturePlace {
  const scenarios = join(dataDir, 'scenarios')
  mkdirSync(scenarios, { recursive: true })
  const place = picturePlace(dataDir, scenarios, 'headless')
  for (const [name, ...marks] of [
    ['jobs-light-1024', BADGE],
    ['privacy-light-1024', BADGE],
    ['routing-light-1024', BADGE, BAR],
  ] as const) {
    place.store.propose(name, screen(name))
    place.store.approve(name, { author: 'Jon', note: 'First pictures', at: Date.UTC(2026, 3, 2) })
    place.store.propose(name, screen(name, ...marks))
  }
  place.store.settle()
  place.store.propose('testing-light-1024', screen('testing-light-1024'))
  return place
}

test('pictures that wait are looked at, told in words, and decided on by keys', async ({ page, host }) => {
  const { store } = leavePictures(host.dataDir)
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Testing')
  const card = page.getByRole('region', { name: 'Pictures to look at' })
  await expect(card).toContainText('4 wait')
  const waiting = card.getByRole('list', { name: 'Pictures that wait' })
  const open = (name: string) => waiting.getByRole('button', { name: new RegExp(`^${name}`) })
  await expect(open('jobs-light-1024')).toHaveAttribute('aria-current', 'true')

  // What differs is said, framed where it is, and who decided before.
  const regions = card.getByRole('list', { name: 'What differs' })
  await expect(regions).toContainText('The button “Look again” looks different')
  await regions.getByRole('button').first().click()
  await expect(regions.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true')
  await card.getByLabel('Actual size').check()
  await expect(card.locator('.picture-frame.is-chosen').last()).toBeInViewport()
  await card.getByRole('button', { name: '1 earlier decision' }).click()
  await expect(card.getByRole('list', { name: 'Decisions on jobs-light-1024' })).toContainText('Approved by Jon')
  await expect(card.getByRole('list', { name: 'Decisions on jobs-light-1024' })).toContainText('First pictures')
  expect(await seriousFindings(page, 'all')).toEqual([])

  // Arrows go to the next and back; a field keeps its letters.
  await page.locator('#view-title').focus()
  await page.keyboard.press('ArrowRight')
  await expect(open('privacy-light-1024')).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(open('jobs-light-1024')).toHaveAttribute('aria-current', 'true')
  await expect(card.getByRole('button', { name: 'Approve all 2 like this' })).toBeVisible()
  await card.getByRole('textbox', { name: 'Note' }).pressSequentially('a bar, really')
  expect(store.waiting()).toHaveLength(4)

  // All that changed alike are approved with the note, and taken back in one go.
  await card.getByRole('button', { name: 'Approve all 2 like this' }).click()
  await expect(card).toContainText('2 wait')
  expect(store.history('privacy-light-1024').at(-1)).toMatchObject({ decision: 'approved', note: 'a bar, really' })
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(card).toContainText('4 wait')
  expect(store.history('privacy-light-1024').at(-1)).toMatchObject({ decision: 'undone' })

  // A rejection asks what is wrong.
  await open('routing-light-1024').click()
  await expect(regions.getByRole('listitem')).toHaveCount(2)
  await page.locator('#view-title').focus()
  await page.keyboard.press('r')
  const why = card.getByRole('textbox', { name: 'What is wrong?' })
  await expect(why).toBeFocused()
  await page.keyboard.press('Enter')
  expect(store.waiting()).toHaveLength(4)
  await page.keyboard.type('The bar covers the list')
  await page.keyboard.press('Enter')
  await expect(card).toContainText('3 wait')
  expect(store.history('routing-light-1024').at(-1)).toMatchObject({ decision: 'rejected', note: 'The bar covers the list' })
  await expect(open('testing-light-1024')).toHaveAttribute('aria-current', 'true')
  await expect(card).toContainText('There is no approved picture yet.')

  // By keys to the last one; then it says so, and lists what can still be taken back.
  for (const left of ['2 wait', '1 waits']) {
    await expect(card.getByRole('button', { name: 'Approve', exact: true })).not.toHaveAttribute('aria-disabled')
    await page.locator('#view-title').focus()
    await page.keyboard.press('a')
    await expect(card).toContainText(left)
  }
  await expect(card.getByRole('button', { name: 'Approve', exact: true })).not.toHaveAttribute('aria-disabled')
  await card.getByRole('button', { name: 'Approve', exact: true }).press('Enter')
  await expect(card).toContainText('none waits')
  await expect(page.locator('#view-title')).toBeFocused()
  const decided = card.getByRole('list', { name: 'Decided since the last run' })
  await expect(decided.getByRole('listitem')).toHaveCount(4)
  await decided.getByRole('button', { name: 'Undo the decision on routing-light-1024' }).click()
  await expect(card).toContainText('1 waits')
  store.settle()
  await page.getByRole('button', { name: 'Look again', exact: true }).click()
  await expect(decided).toHaveCount(0)
})

test('a picture that was taken anew meanwhile is not decided on, and the new one is shown', async ({ page, host }) => {
  const { store } = leavePictures(host.dataDir)
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Testing')
  const card = page.getByRole('region', { name: 'Pictures to look at' })
  const regions = card.getByRole('list', { name: 'What differs' })
  await expect(regions.getByRole('listitem')).toHaveCount(1)
  store.propose('jobs-light-1024', screen('jobs-light-1024', BADGE, BAR))
  await card.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(card.getByRole('alert')).toContainText('Another picture of “jobs-light-1024” was taken meanwhile. Nothing was decided')
  await expect(regions.getByRole('listitem')).toHaveCount(2)
  expect(store.history('jobs-light-1024')).toHaveLength(1)

  // Nor is one that was decided on elsewhere: it is none of those that are alike any more.
  store.propose('jobs-light-1024', screen('jobs-light-1024', BADGE))
  await page.getByRole('button', { name: 'Look again', exact: true }).click()
  const both = card.getByRole('button', { name: 'Approve all 2 like this' })
  await expect(both).toBeVisible()
  store.reject('privacy-light-1024', { author: 'Jon', note: 'Elsewhere', at: Date.UTC(2026, 3, 3) })
  await both.click()
  await expect(card.getByRole('alert')).toContainText('This picture does not wait any more. Nothing was decided')
  await expect(both).toHaveCount(0)
  expect(store.history('jobs-light-1024')).toHaveLength(1)
})
