import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { parsePictureRow, scorePictures } from '../../main/testing/visual/eval/index.ts'
import { comparePictures, createPictureWorkers, type PictureWorkers } from '../../main/testing/visual/index.ts'
import { drawPairs } from './draw-pairs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidegate-pairs-'))
let pictures: PictureWorkers
test.beforeAll(() => {
  pictures = createPictureWorkers()
})
test.afterAll(async () => {
  await pictures.dispose()
  rmSync(folder, { recursive: true, force: true })
})

test('of labelled pairs none is judged wrongly, and a worker says of each what the same call says here', async () => {
  const drawn = await drawPairs(folder, { environments: ['same'], sizes: ['hd'] })
  // The same files are judged once as drawn in one environment, and once as if in two.
  const rows = drawn.flatMap((row, index) =>
    [row, { ...row, sameEnvironment: false, boxes: [] }].map((one) => parsePictureRow(one, `pair ${index + 1}`)),
  )
  const report = await scorePictures(rows, {
    read: (path) => readFileSync(join(folder, path)),
    now: () => 0,
    async compare(before, after, options) {
      const diff = await pictures.compare(before, after, options)
      expect(diff).toEqual(comparePictures(before, after, options))
      return diff
    },
  })
  expect(report.wrong).toEqual([])
  expect(report).toMatchObject({
    pairs: 24,
    sameEnvironment: { detected: 10, passed: 2 },
    otherEnvironment: { needsReview: 12, realPassed: 0 },
  })
  expect(report.boxes.within8px).toBe(report.boxes.labelled)
})
