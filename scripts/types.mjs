// Type-checks each process with its own configuration: a renderer that reaches for Node, or a core that reaches for the DOM, fails here.
import { spawnSync } from 'node:child_process'

const projects = ['contracts', 'main', 'preload', 'renderer', 'e2e']
let failed = 0
for (const project of projects) {
  const { status } = spawnSync('tsc', ['-p', `tsconfig.${project}.json`], { stdio: 'inherit' })
  if (status !== 0) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
