export { type InspectedModel, inspectModel, type ModelShape } from './model-facts.ts'
export { type GgufHeader, readGgufHeader } from './read-header.ts'
export { isLaterPart, splitParts } from './split-files.ts'
