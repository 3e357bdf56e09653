import type { AppOptions } from './app-types.ts'
import { type Coordination, isOwnerAlive } from './coordinator/index.ts'
import { personName } from './person-name.ts'
import type { Platform } from './platform.ts'
import type { OpenedStorage } from './storage/index.ts'
import { createTestJobs } from './testing/jobs/index.ts'
import { createTestsView } from './testing/results/index.ts'
import { createPictureReview } from './testing/review/index.ts'
import { createPictureWorkers } from './testing/visual/index.ts'

/** Builds the part of the app that tests it: runs as jobs, their results, and the review of pictures. */
export function composeTesting({
  options,
  platform,
  storage,
  coordination: { jobs, schedules },
}: {
  options: AppOptions
  platform: Platform
  storage: OpenedStorage
  coordination: Coordination
}) {
  const now = (): number => platform.clock.now()
  const pictureWorkers = createPictureWorkers(options.pictureWorkerFile === undefined ? {} : { workerFile: options.pictureWorkerFile })
  return {
    testJobs: createTestJobs({
      platform,
      storage,
      jobs,
      schedules,
      dataDir: options.dataDir,
      build: options.build ?? null,
      mode: options.mode,
    }),
    tests: createTestsView({ store: storage.testResults, now, isAlive: (owner) => isOwnerAlive(owner) !== false }),
    pictures: createPictureReview({
      dataDir: options.dataDir,
      compare: pictureWorkers.compare,
      author: () => personName(platform.env),
      now,
    }),
    stopPictures: () => pictureWorkers.dispose(),
  }
}
