export { type ReadArtefact, toHtml } from './html.ts'
export { toJunit } from './junit.ts'
export { toMarkdown } from './markdown.ts'
export { artefactFile, caseName, complaintsOf, disagreementInWords, type Report, rateInWords, STATUS_WORDS, seconds } from './report.ts'
