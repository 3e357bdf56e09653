export { compareFingerprints } from './compare-fingerprints.ts'
export { type CompareOptions, compareDecoded, comparePictures, type Picture } from './compare-pictures.ts'
export { decodePng, type Pixels } from './pixels.ts'
