import { implement } from '@orpc/server'
import { contract } from '#contracts/rpc.ts'
import type { Log } from '../platform.ts'
import { refuseBeyond } from './confinement.ts'
import { toOrpcError } from './to-orpc-error.ts'

/** What the transport knows of who calls: the window, where there are windows. */
export interface RpcContext {
  readonly client?: string
}

/** The contract, with every error of a handler turned into one that may cross the border. `confined` refuses what reaches beyond the data folder. */
export function createImplementer(log: Log, confined: boolean) {
  return implement(contract)
    .$context<RpcContext>()
    .use(async ({ next, path }, input) => {
      try {
        if (confined) refuseBeyond(path, input)
        return await next()
      } catch (error) {
        throw toOrpcError(error, log)
      }
    })
}

export type Implementer = ReturnType<typeof createImplementer>
