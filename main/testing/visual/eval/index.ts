export { type PictureRow, parsePictureRow } from './parse-picture-row.ts'
export { scorePictures, type VisualReport } from './score-pictures.ts'
