// The integration tests start the built product: build it once before they run, when it is older than its sources.
import { build, isStale } from './build.mjs'

export function setup() {
  if (isStale()) build()
}
