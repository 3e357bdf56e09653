export { type HeadlessHost, startHeadlessHost } from './host.ts'
