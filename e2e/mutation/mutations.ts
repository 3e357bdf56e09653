import { CORE_MUTATIONS } from './core-mutations.ts'
import type { Mutation } from './mutation.ts'
import { WINDOW_MUTATIONS } from './window-mutations.ts'

export const MUTATIONS: readonly Mutation[] = [...CORE_MUTATIONS, ...WINDOW_MUTATIONS]
