export { type PathwayDeps, planPathways } from './plan.ts'
export type { Page, Pathway, Task, Written } from './types.ts'
