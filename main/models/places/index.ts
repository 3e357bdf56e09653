export { findModels, type Surroundings } from './find-models.ts'
export type { FoundModel } from './found-model.ts'
