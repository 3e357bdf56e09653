export { findOriginals } from './find-originals.ts'
export { type MaskOutcome, mask, maskTexts, type TextToMask } from './mask.ts'
export { type PayloadView, viewsOf } from './payload-views.ts'
export { createRestorer, type Restorer, restoreText } from './restore.ts'
