export { type Coordination, createCoordination } from './coordination.ts'
export { createJobEngine, type JobEngineOptions } from './job-engine.ts'
export { isOwnerAlive, type Liveness, newOwner } from './owner-liveness.ts'
