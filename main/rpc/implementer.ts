import { implement } from '@orpc/server'
import { contract } from '#contracts/rpc.ts'
import type { Log } from '../platform.ts'
import { toOrpcError } from './to-orpc-error.ts'

/** What the transport knows of who calls: the window, where there are windows. */
export interface RpcContext {
  readonly client?: string
}

/** The contract, with every error of a handler turned into one that may cross the border. */
export function createImplementer(log: Log) {
  return implement(contract)
    .$context<RpcContext>()
    .use(async ({ next }) => {
      try {
        return await next()
      } catch (error) {
        throw toOrpcError(error, log)
      }
    })
}

export type Implementer = ReturnType<typeof createImplementer>
