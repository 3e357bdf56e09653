export type { Desktop } from './host-handlers.ts'
export type { RpcContext } from './implementer.ts'
export { type AppRouter, createRouter } from './router.ts'
