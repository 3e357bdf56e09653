export { type CutText, cutPassages } from './cut-passages.ts'
export { locationIn, type PlacedText } from './location.ts'
export { type Passage, PLACE_KINDS, type PlaceKind, type TextPart } from './types.ts'
