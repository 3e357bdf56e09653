import fc from 'fast-check'

/** Numbers that choose (a job, a worker, a run) are taken modulo what there is, so that every shrunk history still means something. */
export type Command =
  | {
      readonly do: 'add'
      readonly kind: number
      readonly workspace: number
      readonly priority: number
      readonly delay: number
      readonly most: number
      readonly key: number | null
      readonly onConflict: 'keep' | 'replace' | 'refuse'
      readonly after: readonly { readonly job: number; readonly when: 'success' | 'any' }[]
      readonly locks: readonly { readonly name: number; readonly mode: 'shared' | 'exclusive' }[]
      readonly inTurn: boolean
      /** What the same turn takes, by the first worker. */
      readonly claim: Wanted | null
    }
  | ({ readonly do: 'claim'; readonly worker: number } & Wanted)
  | { readonly do: 'claim-one'; readonly worker: number; readonly job: number }
  | { readonly do: 'start'; readonly worker: number; readonly run: number; readonly inTurn: boolean }
  | {
      readonly do: 'end'
      readonly worker: number
      readonly run: number
      readonly how: How
      readonly delay: number
      readonly inTurn: boolean
    }
  | { readonly do: 'end-all'; readonly worker: number }
  | { readonly do: 'cancel' | 'retry'; readonly job: number }
  | { readonly do: 'reprioritize'; readonly job: number; readonly priority: number }
  | { readonly do: 'crash' | 'beat'; readonly worker: number }
  | { readonly do: 'stale'; readonly run: number; readonly write: StaleWrite }
  | { readonly do: 'lock'; readonly worker: number; readonly run: number; readonly name: number; readonly mode: 'shared' | 'exclusive' }
  | { readonly do: 'unlock'; readonly worker: number; readonly run: number; readonly name: number }
  | { readonly do: 'tick'; readonly ms: number }

export type How = 'succeeded' | 'with-result' | 'failed' | 'dead' | 'cancelled' | 'again' | 'put-back' | 'deferred'
export type StaleWrite = 'finish' | 'start' | 'progress' | 'lock' | 'unlock' | 'end-in-turn' | 'succeed-in-turn' | 'start-in-turn'
export interface Wanted {
  readonly places: number
  readonly limits: Limits
}
export interface Limits {
  readonly atOnce: number | null
  readonly perWorkspace: number | null
  readonly rate: boolean
}

const small = fc.nat({ max: 11 })
const worker = fc.nat({ max: 1 })
const mode = fc.constantFrom('shared' as const, 'exclusive' as const, 'exclusive' as const)
const priority = fc.integer({ min: -1, max: 2 })
const limits = fc.record({
  atOnce: fc.constantFrom(null, null, 1, 2),
  perWorkspace: fc.constantFrom(null, null, 1, 2),
  rate: fc.constantFrom(false, false, false, true),
})

const wanted = { places: fc.integer({ min: 1, max: 4 }), limits }

/** None, more often than not: what nothing hangs on takes another way through the queue. */
function fewer<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, { weight: 2, arbitrary: fc.array(one, { minLength: 1, maxLength: 2 }) })
}

const add = fc.record({
  do: fc.constant('add' as const),
  kind: fc.nat({ max: 1 }),
  workspace: fc.nat({ max: 1 }),
  priority,
  delay: fc.constantFrom(0, 0, 0, -70_000, 40, 500),
  most: fc.constantFrom(1, 2, 3, 3),
  key: fc.constantFrom(null, null, null, 0, 1),
  onConflict: fc.constantFrom('keep' as const, 'replace' as const, 'refuse' as const),
  after: fewer(fc.record({ job: small, when: fc.constantFrom('success' as const, 'any' as const) })),
  locks: fewer(fc.record({ name: fc.nat({ max: 2 }), mode })),
  inTurn: fc.boolean(),
  // Seldom: what is taken at once is in no chain of jobs that wait for each other.
  claim: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record(wanted) }),
})

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 9, arbitrary: add },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('claim' as const), worker, ...wanted }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('claim-one' as const), worker, job: small }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start' as const), worker, run: small, inTurn: fc.boolean() }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      worker,
      run: small,
      how: fc.constantFrom<How>('succeeded', 'with-result', 'failed', 'failed', 'dead', 'cancelled', 'again', 'put-back', 'deferred'),
      delay: fc.constantFrom(0, 30, 400),
      inTurn: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end-all' as const), worker }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'retry' as const, 'retry' as const), job: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reprioritize' as const), job: small, priority }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'crash' as const, 'beat' as const), worker }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('stale' as const),
      run: small,
      write: fc.constantFrom<StaleWrite>(
        'finish',
        'start',
        'progress',
        'lock',
        'unlock',
        'end-in-turn',
        'succeed-in-turn',
        'succeed-in-turn',
        'start-in-turn',
      ),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('lock' as const), worker, run: small, name: fc.nat({ max: 1 }), mode }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlock' as const), worker, run: small, name: fc.nat({ max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tick' as const), ms: fc.constantFrom(1, 45, 600, 70_000, -30, -100_000) }) },
)

export const history: fc.Arbitrary<Command[]> = fc.array(command, { minLength: 1, maxLength: 30, size: 'max' })
