import { join } from 'node:path'
import { createPictureWorkers, type PictureWorkers } from '../../testing/visual/index.ts'
import type { CliContext } from '../context.ts'

/** Threads that compare pictures, for one command: it disposes of them. */
export function pictureWorkersOf({ builtDir }: CliContext): PictureWorkers {
  return createPictureWorkers(builtDir === null ? {} : { workerFile: join(builtDir, 'picture-worker.js') })
}
