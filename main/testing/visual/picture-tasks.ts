import type { VisualDiff } from '#contracts/visual-diff.ts'
import type { Reply } from '../../worker-pool/reply.ts'
import type { CompareOptions, Picture } from './compare-pictures.ts'

/** What crosses to the picture worker: both files in one buffer, which changes hands. */
export interface PictureTask extends CompareOptions {
  readonly kind: 'compare'
  readonly files: Uint8Array<ArrayBuffer>
  /** Where in `files` the new picture begins. */
  readonly newFrom: number
  readonly before: Omit<Picture, 'png'>
  readonly after: Omit<Picture, 'png'>
}

export type PictureReply = Reply<VisualDiff>

export function packPictures(before: Picture, after: Picture, { masks }: CompareOptions): PictureTask {
  const files = new Uint8Array(before.png.byteLength + after.png.byteLength)
  files.set(before.png)
  files.set(after.png, before.png.byteLength)
  const about = ({ fingerprint, elements }: Picture) => ({ fingerprint, elements })
  return { kind: 'compare', files, newFrom: before.png.byteLength, before: about(before), after: about(after), masks }
}

export function unpackPictures({ files, newFrom, before, after }: PictureTask): readonly [Picture, Picture] {
  return [
    { ...before, png: files.subarray(0, newFrom) },
    { ...after, png: files.subarray(newFrom) },
  ]
}
