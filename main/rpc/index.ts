export { type AppRouter, createRouter, type Desktop } from './router.ts'
