export { likenessOf } from './likeness.ts'
export { createPictureReview, type PictureReview } from './picture-review.ts'
