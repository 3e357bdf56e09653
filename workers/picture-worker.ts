import { comparePictures } from '../main/testing/visual/compare-pictures.ts'
import { type PictureReply, type PictureTask, unpackPictures } from '../main/testing/visual/picture-tasks.ts'
import { asOrdinary } from '../main/thread-priority.ts'
import { replyOf } from '../main/worker-pool/reply.ts'

asOrdinary()

/** Decodes two pictures, compares them, and says in words what differs. */
export function compare(task: PictureTask): Promise<PictureReply> {
  return replyOf('BAD_INPUT', 'These pictures could not be compared. Take the picture again.', () => {
    const [before, after] = unpackPictures(task)
    return comparePictures(before, after, task)
  })
}
