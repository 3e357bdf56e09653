export type { RpcContext } from './implementer.ts'
export { type AppRouter, createRouter, type Desktop } from './router.ts'
