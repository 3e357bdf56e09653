import { initial } from './0001-initial.ts'
import type { Migration } from './migration.ts'

/** Every step ever released, in order. Append only. */
export const MIGRATIONS: readonly Migration[] = [initial]

export type { Migration } from './migration.ts'
