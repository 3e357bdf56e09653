import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begin of the paths of tests that start processes or go through long histories: the last to begin would otherwise leave a core idle at the end. */
const LONG = [
  'e2e/integration/',
  'main/storage/queue/',
  'e2e/',
  'main/model-process/',
  'main/privacy/classifier/',
  'main/routing/decide-properties',
]

/** Order of test files: those that are known to take long come first, the others as Vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((folder) => moduleId.includes(`/${folder}`))
      return found === -1 ? LONG.length : found
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
