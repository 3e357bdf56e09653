import type { JobKindInfo } from '#contracts/job-control.ts'
import type { JobKind } from '#contracts/jobs.ts'
import type { KindOptions } from './types.ts'

/** How a kind is run, as far as others are to know. */
export function kindInfo(kind: JobKind, { durability, atOnce, timeoutMs, needs }: KindOptions): JobKindInfo {
  return {
    kind,
    durability: durability ?? 'synced',
    atOnce: atOnce ?? null,
    timeoutMs: timeoutMs ?? null,
    canBeHeldBack: needs !== undefined,
  }
}
