export { type AppRouter, createRouter } from './router.ts'
