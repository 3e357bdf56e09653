import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PictureDecisionSchema, PictureInFullSchema, PictureListSchema } from '#contracts/picture-review.ts'
import type { Box, Fingerprint } from '#contracts/visual-diff.ts'
import { type Captured, picturePlace } from '../baselines/index.ts'
import { blank, paint } from '../visual/drawing.ts'
import { comparePictures } from '../visual/index.ts'
import { createPictureReview } from './picture-review.ts'

const HERE: Fingerprint = { renderer: 'Chromium 156', platform: 'linux', fonts: '', scale: 1, flags: [] }
const MARK: Box = { x: 8, y: 8, width: 10, height: 10 }

let home: string
let compared: number
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidegate-review-'))
  mkdirSync(join(home, 'project', 'scenarios'), { recursive: true })
  compared = 0
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const place = (host: 'headless' | 'electron' = 'headless') => picturePlace(home, join(home, 'project', 'scenarios'), host)
const review = () =>
  createPictureReview({
    dataDir: home,
    async compare(before, after, options) {
      compared += 1
      return comparePictures(before, after, options)
    },
    author: () => 'Ines',
    now: () => 9,
  })

function picture(mark: Box | null): Captured {
  const pixels = blank(64, 48)
  if (mark !== null) paint(pixels, mark, 0x2040c0)
  return { png: encode({ ...pixels, channels: 4, depth: 8 }), fingerprint: HERE, elements: [], masks: [] }
}

/** Approved without a mark, and waiting with one. */
function wait(name: string, mark: Box = MARK): void {
  place().store.propose(name, picture(null))
  place().store.approve(name, { author: 'Jon', note: 'First', at: 1 })
  place().store.propose(name, picture(mark))
}

describe('pictures that wait', () => {
  it('are listed, with those that have no approved one yet', async () => {
    expect(await review().list()).toEqual({ waiting: [], decided: [] })
    wait('jobs')
    place('electron').store.propose('menu', picture(null))
    const list = PictureListSchema.parse(await review().list())
    expect(list.waiting).toMatchObject([
      { name: 'jobs', host: 'headless', scenarios: 'project/scenarios', isNew: false },
      { name: 'menu', host: 'electron', isNew: true },
    ])
    expect(JSON.stringify(list)).not.toContain(home)
  })

  it('are shown with what differs, both pictures, and who decided what before', async () => {
    wait('jobs')
    const [waiting] = (await review().list()).waiting
    const full = PictureInFullSchema.parse(await review().look(waiting?.id ?? ''))
    expect(full.diff).toMatchObject({ verdict: 'changed', regions: [{ box: MARK, kind: 'new' }] })
    expect(Buffer.from(full.taken, 'base64')).toEqual(Buffer.from(picture(MARK).png))
    expect(Buffer.from(full.approved ?? '', 'base64')).toEqual(Buffer.from(picture(null).png))
    expect(full.history).toMatchObject([{ decision: 'approved', author: 'Jon', note: 'First', at: 1 }])
  })

  it('that changed alike are found, and each pair is compared once', async () => {
    wait('jobs')
    wait('privacy', { ...MARK, x: 30 })
    wait('routing', { ...MARK, width: 20 })
    place().store.propose('fresh', picture(MARK))
    const { alike, list } = review()
    const [fresh, jobs] = (await list()).waiting
    expect((await alike(jobs ?? { id: '', picture: '' })).map(({ name }) => name)).toEqual(['privacy'])
    expect((await alike(jobs ?? { id: '', picture: '' })).map(({ name }) => name)).toEqual(['privacy'])
    expect(compared).toBe(3)
    expect(await alike(fresh ?? { id: '', picture: '' })).toEqual([])
  })

  it('are approved or rejected by name, with a note, and that is taken back', async () => {
    wait('jobs')
    wait('privacy')
    const { decide, list, undo } = review()
    const seen = (await list()).waiting.map(({ id, picture }) => ({ id, picture }))
    await decide({ pictures: seen, decision: 'approved', note: 'New mark' })
    expect(place().store.read('jobs')?.png).toEqual(Buffer.from(picture(MARK).png))
    const after = PictureListSchema.parse(await list())
    expect(after.waiting).toEqual([])
    expect(after.decided).toMatchObject([
      { name: 'jobs', decision: 'approved', author: 'Ines', note: 'New mark', at: 9 },
      { name: 'privacy' },
    ])
    await undo(after.decided.map(({ id }) => id))
    expect(place().store.read('jobs')?.png).toEqual(Buffer.from(picture(null).png))
    expect((await list()).waiting.map(({ name }) => name)).toEqual(['jobs', 'privacy'])
    await decide({ pictures: seen.slice(0, 1), decision: 'rejected', note: 'Cut off' })
    expect(
      place()
        .store.history('jobs')
        .map(({ decision }) => decision),
    ).toEqual(['approved', 'approved', 'undone', 'rejected'])
  })

  it('are decided on all together or not at all', async () => {
    wait('jobs')
    wait('privacy')
    const { decide, list, alike } = review()
    const seen = (await list()).waiting.map(({ id, picture }) => ({ id, picture }))
    place().store.propose('privacy', picture({ ...MARK, y: 20 }))
    await expect(decide({ pictures: seen, decision: 'approved', note: '' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Another picture of “privacy” was taken meanwhile. Nothing was decided'),
    })
    await expect(alike(seen[1] ?? { id: '', picture: '' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await list()).waiting).toHaveLength(2)
    place().store.reject('privacy', { author: 'Jon', note: 'Elsewhere', at: 3 })
    await expect(decide({ pictures: seen, decision: 'approved', note: '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await list()).waiting.map(({ name }) => name)).toEqual(['jobs'])
  })

  it('are found by their ids alone', async () => {
    wait('jobs')
    const { look, undo } = review()
    for (const id of ['', 'jobs', '../jobs', `${place().id}.none`, `${place().id}.../jobs`, '000000000000-headless.jobs']) {
      await expect(look(id)).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|BAD_INPUT/) })
      await expect(undo([id])).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|BAD_INPUT/) })
    }
  })

  it('are not of folders that are gone, or that are not what the note beside them says', async () => {
    wait('jobs')
    rmSync(join(home, 'project'), { recursive: true })
    expect(await review().list()).toEqual({ waiting: [], decided: [] })
  })
})

it('a rejection without a note is no decision', () => {
  const pictures = [{ id: `${'0'.repeat(12)}-headless.jobs`, picture: 'a'.repeat(64) }]
  expect(PictureDecisionSchema.safeParse({ pictures, decision: 'approved' }).success).toBe(true)
  expect(PictureDecisionSchema.safeParse({ pictures, decision: 'rejected', note: '  ' }).success).toBe(false)
  expect(PictureDecisionSchema.safeParse({ pictures: [{ ...pictures[0], id: '../x' }], decision: 'approved' }).success).toBe(false)
})
