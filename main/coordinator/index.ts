export { type Coordination, createCoordination } from './coordination.ts'
export { createJobDesk, type JobDesk } from './job-desk.ts'
export { createJobEngine, type JobEngineOptions } from './job-engine.ts'
export { isOwnerAlive, type Liveness, newOwner } from './owner-liveness.ts'
