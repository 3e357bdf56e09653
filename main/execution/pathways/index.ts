export { engineName } from './engine-name.ts'
export { type PathwayDeps, planPathways } from './plan.ts'
export type { BrokenOff, Page, Pathway, Task, Written } from './types.ts'
