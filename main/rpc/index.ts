export type { Desktop } from './host-handlers.ts'
export type { RpcContext } from './implementer.ts'
export { noticesOfDrawing } from './opening-notices.ts'
export { type AppRouter, createRouter } from './router.ts'
