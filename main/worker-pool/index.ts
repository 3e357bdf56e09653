export { type Reply, replyOf, unpack } from './reply.ts'
export { createTurns } from './turns.ts'
export { createWorkerPool, WorkerFailure, type WorkerPool } from './worker-pool.ts'
