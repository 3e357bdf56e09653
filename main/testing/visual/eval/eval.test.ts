import { encode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { comparePictures } from '../compare-pictures.ts'
import { blank, paint } from '../drawing.ts'
import { parsePictureRow } from './parse-picture-row.ts'
import { scorePictures } from './score-pictures.ts'

describe('labelled pairs of pictures', () => {
  it.each([
    [
      { before: 'a.png', after: 'b.png', changed: true },
      { changed: true, sameEnvironment: true },
    ],
    [
      { baseline: 'a.png', actual: 'b.png', label: 'identical', same_fingerprint: false },
      { changed: false, sameEnvironment: false },
    ],
    [
      { a: 'a.png', b: 'b.png', expect: 'needs review' },
      { changed: true, sameEnvironment: false },
    ],
  ])('reads %j', (row, read) => {
    expect(parsePictureRow(row, 'f:1')).toMatchObject({ before: 'a.png', after: 'b.png', ...read })
  })

  it.each([
    [{ after: 'b.png', changed: true }, 'f:3: a row names its pictures'],
    [{ before: 'a.png', after: 'b.png' }, 'f:3: "changed" is neither true nor false'],
    [{ before: 'a.png', after: 'b.png', changed: true, boxes: [[1, 2, 0, 4]] }, 'f:3: boxes.0'],
    ['text', 'f:3'],
  ])('says where %j is wrong', (row, message) => {
    expect(() => parsePictureRow(row, 'f:3')).toThrow(message)
  })

  it('counts what was found, missed and alarmed, and how near the boxes are', async () => {
    const plain = blank(64, 64)
    const marked = blank(64, 64)
    paint(marked, { x: 20, y: 20, width: 10, height: 10 }, 0)
    const files: Record<string, Uint8Array> = {
      plain: encode({ ...plain, channels: 4, depth: 8 }),
      marked: encode({ ...marked, channels: 4, depth: 8 }),
    }
    const row = (more: object) => parsePictureRow({ before: 'plain', after: 'plain', changed: false, ...more }, 'f:1')
    const report = await scorePictures(
      [
        row({}),
        row({ after: 'marked', changed: true, box: [24, 24, 10, 10] }),
        row({ after: 'marked', changed: true, box: [40, 24, 10, 10] }),
        row({ after: 'marked' }),
        row({ changed: true }),
        row({ after: 'marked', changed: true, sameEnvironment: false }),
      ],
      {
        read: (path) => files[path] ?? new Uint8Array(),
        compare: async (before, after, options) => comparePictures(before, after, options),
        now: () => 0,
      },
    )
    expect(report).toMatchObject({
      sameEnvironment: { detected: 2, missed: 1, passed: 1, falseAlarms: 1 },
      otherEnvironment: { needsReview: 1, real: 1, realPassed: 0, realWithRegions: 1 },
      boxes: { labelled: 2, within8px: 1 },
    })
    expect(report.wrong.map(({ verdict }) => verdict)).toEqual(['changed', 'same'])
  })
})
