export { type BaselineStore, type Captured, type Decider, openBaselineStore, type PictureMark } from './baseline-store.ts'
export { type PicturePlace, picturePlace, picturePlaces } from './picture-places.ts'
