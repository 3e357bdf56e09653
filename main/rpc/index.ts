export { type AppRouter, createRouter, type Desktop, type RpcContext } from './router.ts'
