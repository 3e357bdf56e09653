export { compareFingerprints } from './compare-fingerprints.ts'
export { type CompareOptions, compareDecoded, comparePictures, type Picture } from './compare-pictures.ts'
export { type ComparePictures, createPictureWorkers, type PictureWorkers } from './picture-workers.ts'
export { decodePng, type Pixels } from './pixels.ts'
