export { type ChildExit, type ForkModelChild, forkNodeChild, type ModelChild, scrubbed } from './child.ts'
export { formatBytes } from './format-bytes.ts'
export type { End, Generate, Load } from './messages.ts'
export {
  createModelProcess,
  type ModelPhase,
  type ModelPiece,
  type ModelProcess,
  type ModelProcessDeps,
  memoryOfAll,
} from './model-process.ts'
export { ModelProcessError } from './model-process-error.ts'
