export { createDesktopUpdates } from './desktop-updates.ts'
