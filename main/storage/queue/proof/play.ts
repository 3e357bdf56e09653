import { isDeepStrictEqual } from 'node:util'
import { TidegateError } from '#contracts/errors.ts'
import { readClaims } from '../claimed-job.ts'
import { NO_RUNS, partRuns } from '../succeeded-runs.ts'
import type { AddedJob, ClaimManyRequest, EndedRun, Exchange, JobOutcome, NewJob, StepEffects } from '../types.ts'
import { checkChoice } from './choice.ts'
import type { Command, How, StaleWrite, Wanted } from './commands.ts'
import { type Check, demand } from './invariants.ts'
import { createModel, isHeld, type ModelJob } from './model.ts'
import { outcomeOf } from './outcomes.ts'
import type { World } from './world.ts'

const KINDS = ['work', 'other-work']
const LOCKS = ['a', 'b', 'c']
const LEASE_MS = 1_000
const RATE = { count: 2, perMs: 500, per: 'workspace' as const }
const START = 10_000_000

interface Run {
  readonly seq: number
  readonly job: ModelJob
  readonly fence: number
  told: boolean
}

let histories = 0

/** Plays one history on the queue and on the model, and compares them after every command; then works until the queue is empty. */
export function play(world: World, check: Check, commands: readonly Command[]): void {
  const { store } = world
  const model = createModel()
  const workers = [0, 1].map((n) => ({ owner: `worker-${n}`, runs: [] as Run[] }))
  const late: Run[] = []
  const began = new Map<string, { at: number; count: number }>()
  // Limits by time are remembered by workspace: each history has its own.
  histories += 1
  const home = String(histories)
  let now = START
  let forward = 0
  let blocked: ReadonlySet<string> = new Set()
  let told: Set<string> | null = new Set()

  const turn = (owner: string, what: Partial<Exchange>) =>
    hear(store.exchange({ owner, now, succeeded: NO_RUNS, ended: [], started: [], added: [], claim: null, ...what }))
  /** Whoever asked knows of these now. */
  function hear<T extends Pick<StepEffects, 'changed'> | null>(effects: T): T {
    for (const { id } of effects?.changed ?? []) told?.add(id)
    return effects
  }
  const jobAt = (n: number): ModelJob | undefined => model.jobs[n % Math.max(model.jobs.length, 1)]

  function add(command: Extract<Command, { do: 'add' }>): void {
    const key = command.key === null ? null : `key-${command.key}`
    const after = command.after.flatMap(({ job, when }) => {
      const parent = jobAt(job)
      return parent === undefined ? [] : [{ job: parent, when }]
    })
    const id = `job-${model.jobs.length}`
    const job: NewJob = {
      id,
      kind: KINDS[command.kind] ?? '',
      subject: '-',
      priority: command.priority,
      runAt: now + command.delay,
      maxAttempts: command.most,
      createdAt: now,
      workspace: `${home}-${command.workspace}`,
      unique: key === null ? undefined : { key, onConflict: command.onConflict },
      after: after.map((one) => ({ job: one.job.id, when: one.when })),
      locks: command.locks.map(({ name, mode }) => ({ name: LOCKS[name] ?? '', mode })),
    }
    const holder = model.holderOf(key)
    const isRefused = holder !== null && (command.onConflict === 'refuse' || (command.onConflict === 'replace' && isHeld(holder)))
    let added: AddedJob | undefined
    let taken: (() => void) | null = null
    try {
      if (command.inTurn) {
        const { owner, runs } = workerAt(0)
        const { claim } = command
        const result = turn(owner, { added: [job], claim: claim === null ? null : requestFor(claim) })
        added = result.added[0]
        if (claim !== null) taken = () => given(result.claims, owner, runs, claim)
      } else added = addAlone(job)
    } catch (error) {
      demand(isRefused && error instanceof TidegateError && error.code === 'CONFLICT', `adding failed: ${String(error)}`)
      return
    }
    demand(!isRefused, `${id} was added although ${holder?.id} has its key`)
    record()
    taken?.()

    function record(): void {
      if (holder !== null && command.onConflict === 'keep') {
        demand(isDeepStrictEqual(added, { id: holder.id, outcome: 'kept' }), `${id} should have given way to ${holder.id}`)
        return
      }
      demand(isDeepStrictEqual(added, { id, outcome: holder === null ? 'added' : 'replaced' }), `${id} was not added`)
      if (holder !== null) model.replace(holder, now)
      const wishes = new Map<string, 'shared' | 'exclusive'>()
      for (const { name, mode } of job.locks ?? []) if (wishes.get(name) !== 'exclusive') wishes.set(name, mode)
      const parents = new Map<ModelJob, 'success' | 'any'>()
      for (const one of after) if (parents.get(one.job) !== 'success') parents.set(one.job, one.when)
      told?.add(id)
      model.add(
        {
          ...{ id, order: model.jobs.length, kind: job.kind, workspace: job.workspace ?? '', priority: job.priority, runAt: job.runAt },
          ...{ most: job.maxAttempts, key, wishes },
          parents: [...parents].map(([parent, when]) => ({ job: parent, when, met: model.isMet(parent, when) })),
        },
        now,
      )
    }
  }

  /** Says nothing of others: a job that gives way is looked up by whoever wants to know. */
  function addAlone(job: NewJob): AddedJob {
    told = null
    return store.enqueue(job)
  }

  function requestFor({ places, limits }: Wanted): ClaimManyRequest {
    const kinds = KINDS.map((kind) => ({ kind, atOnce: limits.atOnce, rate: limits.rate ? RATE : null }))
    return { places, kinds, aside: [], perWorkspace: limits.perWorkspace, leaseMs: LEASE_MS }
  }

  function claim(worker: number, wanted: Wanted): void {
    const { owner, runs } = workerAt(worker)
    given(turn(owner, { claim: requestFor(wanted) }).claims, owner, runs, wanted)
  }

  function given(claims: string, owner: string, runs: Run[], { places, limits }: Wanted): void {
    model.promote(now)
    const handed = readClaims(claims)
    const taken = handed.map(({ id }) => model.jobs.find((job) => job.id === id))
    const stood = world.readyForLocks()
    checkChoice({ jobs: model.jobs, taken, places, limits, blocked: stood })
    for (const [at, job] of taken.entries()) {
      const as = handed[at]
      if (job === undefined || as === undefined) continue
      told?.add(job.id)
      model.take(job, owner)
      demand(
        as.fence === job.fence && as.attempt === job.attempt,
        `${job.id} was handed out under fence ${as.fence}, attempt ${as.attempt}`,
      )
      demand(world.holdsAll(job.id, job.wishes), `${job.id} began without its locks`)
      runs.push({ seq: as.seq, job, fence: as.fence, told: false })
      const bucket = began.get(`${job.kind} ${job.workspace}`) ?? { at: forward, count: 0 }
      if (limits.rate) began.set(`${job.kind} ${job.workspace}`, { ...bucket, count: bucket.count + 1 })
    }
    for (const [lane, { at, count }] of began) {
      const most = 1 + ((forward - at) * RATE.count) / RATE.perMs
      demand(count <= Math.max(1, most) + RATE.count, `${lane}: ${count} began where ${most} may`)
    }
  }

  function claimOne(worker: number, n: number): void {
    const job = jobAt(n)
    if (job === undefined) return
    const { owner, runs } = workerAt(worker)
    const given = store.claim({ owner, now, leaseMs: LEASE_MS, kinds: KINDS, jobId: job.id })
    model.promote(now)
    const mayBegin = job.ready && job.runAt <= now
    demand(given === null || (mayBegin && given.id === job.id), `${job.id} was handed out while it is ${job.state}`)
    if (given === null) {
      demand(!mayBegin || world.readyForLocks().has(job.id), `${job.id} was not handed out`)
      return
    }
    told?.add(job.id)
    model.take(job, owner)
    runs.push({ seq: given.seq, job, fence: given.fence, told: false })
  }

  function end(worker: number, n: number, how: How, delay: number, inTurn: boolean): void {
    const { owner, runs } = workerAt(worker)
    const run = runs[n % Math.max(runs.length, 1)]
    if (run === undefined) return
    runs.splice(runs.indexOf(run), 1)
    late.push(run)
    told?.add(run.job.id)
    const outcome = outcomeOf(how, now + delay)
    if (inTurn) {
      const { succeeded, others } = partRuns([endedRun(run, outcome)])
      demand(turn(owner, { succeeded, ended: others }).refused.length === 0, `the end of ${run.job.id} was refused`)
    } else demand(hear(store.finish(run.job.id, run.fence, outcome, now)) !== null, `the end of ${run.job.id} was refused`)
    model.end(run.job, outcome.state, outcome.error?.code ?? null, 'retryAt' in outcome ? outcome.retryAt : null, now)
  }

  function endAll(worker: number): void {
    const { owner, runs } = workerAt(worker)
    const all = runs.splice(0)
    late.push(...all)
    for (const { job } of all) told?.add(job.id)
    const { succeeded, others } = partRuns(all.map((run) => endedRun(run, outcomeOf('succeeded', now))))
    demand(turn(owner, { succeeded, ended: others }).refused.length === 0, 'the end of a run was refused')
    const alone = all.filter(({ job }) => world.hasLinks(job.id))
    for (const run of [...all.filter((one) => !alone.includes(one)), ...alone]) model.end(run.job, 'succeeded', null, null, now)
  }

  const endedRun = ({ seq, job, fence, told }: Run, outcome: JobOutcome): EndedRun => {
    return { seq, fence, startedAt: now, endedAt: now, wasStarted: told, kind: job.kind, runAt: job.runAt, outcome }
  }

  function start(worker: number, n: number, inTurn: boolean): void {
    const { owner, runs } = workerAt(worker)
    const run = runs.filter(({ told }) => !told)[n % Math.max(runs.length, 1)]
    if (run === undefined) return
    const done = inTurn
      ? turn(owner, { started: [{ seq: run.seq, fence: run.fence, at: now }] }).refused.length === 0
      : store.start(run.job.id, run.fence, now)
    demand(done, `the start of ${run.job.id} was refused`)
    run.told = true
    told?.add(run.job.id)
    run.job.state = 'running'
  }

  function stale(n: number, write: StaleWrite): void {
    // Most of all while somebody else holds the job, who is what the fence protects.
    const taken = late.filter(({ job }) => isHeld(job))
    const from = taken.length > 0 ? taken : late
    const run = from[n % Math.max(from.length, 1)]
    if (run === undefined) return
    if (write !== 'progress') model.stale += 1
    demand(!isAccepted(run, write), `a late ${write} of ${run.job.id} was taken`)
  }

  function isAccepted(run: Run, write: StaleWrite): boolean {
    const { seq, job, fence } = run
    const inTurn = (what: Partial<Exchange>): boolean => turn('worker-1', what).refused.length === 0
    switch (write) {
      case 'finish':
        return store.finish(job.id, fence, outcomeOf('failed', now), now) !== null
      case 'start':
        return store.start(job.id, fence, now)
      case 'progress':
        return store.progress(job.id, fence, 0.5, 'late')
      case 'lock':
        return store.acquireLock({ id: job.id, fence, name: 'a', mode: 'exclusive', now, deadline: now + 10 }).status !== 'lost'
      case 'unlock': {
        const before = store.locks()
        store.releaseLock(job.id, fence, 'a', now)
        return !isDeepStrictEqual(before, store.locks())
      }
      case 'end-in-turn':
        return inTurn({ ended: [endedRun(run, outcomeOf('failed', now))] })
      case 'succeed-in-turn':
        // As if it knew how far the other one is.
        return inTurn({ succeeded: partRuns([endedRun({ ...run, told: job.state === 'running' }, outcomeOf('succeeded', now))]).succeeded })
      case 'start-in-turn':
        return inTurn({ started: [{ seq, fence, at: now }] })
    }
  }

  function crash(worker: number): void {
    const { owner, runs } = workerAt(worker)
    const lost = runs.splice(0)
    late.push(...lost)
    const { changed: back } = hear(store.reclaim([owner], 0, now))
    for (const { job } of [...lost].sort((a, b) => a.job.order - b.job.order)) {
      demand(
        back.some(({ id }) => id === job.id),
        `${job.id} was not taken back from a dead worker`,
      )
      model.crash(job, now)
    }
  }

  function lock(worker: number, n: number, wanted: string, mode: 'shared' | 'exclusive' | null): void {
    const { runs } = workerAt(worker)
    const run = runs[n % Math.max(runs.length, 1)]
    if (run === undefined) return
    const { fence, job } = run
    // What it has it need not ask for; the other one may close a circle.
    const isHad = mode !== null && world.holdsAll(job.id, new Map([[wanted, mode]]))
    const name = isHad ? (LOCKS[1 - LOCKS.indexOf(wanted)] ?? wanted) : wanted
    if (mode === null) store.releaseLock(job.id, fence, name, now)
    else {
      const { status } = store.acquireLock({ id: job.id, fence, name, mode, now, deadline: now + 1_000 })
      demand(status !== 'lost', `${job.id} holds its lease and was told that it does not`)
      demand(status !== 'granted' || world.holdsAll(job.id, new Map([[name, mode]])), `${job.id} was promised ${name}`)
    }
  }

  function apply(command: Command): void {
    switch (command.do) {
      case 'add':
        add(command)
        break
      case 'claim':
        claim(command.worker, command)
        break
      case 'claim-one':
        claimOne(command.worker, command.job)
        break
      case 'start':
        start(command.worker, command.run, command.inTurn)
        break
      case 'end':
        end(command.worker, command.run, command.how, command.delay, command.inTurn)
        break
      case 'end-all':
        endAll(command.worker)
        break
      case 'crash':
        crash(command.worker)
        break
      case 'stale':
        stale(command.run, command.write)
        break
      case 'lock':
        lock(command.worker, command.run, LOCKS[command.name] ?? '', command.mode)
        break
      case 'unlock':
        lock(command.worker, command.run, LOCKS[command.name] ?? '', null)
        break
      case 'beat': {
        const { owner, runs } = workerAt(command.worker)
        const beaten = store.beat(owner, now + LEASE_MS).map(({ id, fence }) => `${id} ${fence}`)
        const own = runs.map(({ job, fence }) => `${job.id} ${fence}`)
        demand(isDeepStrictEqual(beaten.sort(), own.sort()), `${owner} holds ${own.join()}, and was told ${beaten.join()}`)
        break
      }
      case 'tick':
        now += command.ms
        forward += Math.max(0, command.ms)
        break
      case 'cancel':
      case 'retry':
      case 'reprioritize': {
        const job = jobAt(command.job)
        if (job === undefined) return
        if (command.do === 'reprioritize') {
          const accepted = ['queued', 'waiting', 'deferred'].includes(job.state)
          demand(store.reprioritize(job.id, command.priority) === accepted, `another priority for ${job.id}`)
          if (accepted) job.priority = command.priority
        } else {
          const effects = hear(command.do === 'cancel' ? store.requestCancel(job.id, now) : store.retry(job.id, now))
          told?.add(job.id)
          const accepted = effects !== null
          demand(accepted === model[command.do](job, now), `${command.do} of ${job.id}, which is ${job.state}: ${accepted}`)
        }
      }
    }
  }

  /** Both workers go on without limits: whatever happened before, everything ends. */
  function drain(): void {
    const isLeft = (job: ModelJob): boolean => !['succeeded', 'failed', 'cancelled', 'dead'].includes(job.state)
    for (let round = 0; model.jobs.some(isLeft); round += 1) {
      demand(
        round <= 2 * model.jobs.length,
        `${model.jobs
          .filter(isLeft)
          .map(({ id, state }) => `${id} ${state}`)
          .join(', ')}: nothing moves`,
      )
      // The clock may have been set back by more than any delay.
      now = Math.max(now, ...model.jobs.map(({ runAt }) => runAt)) + 1_000
      for (const worker of [0, 1]) {
        told = new Set()
        endAll(worker)
        claim(worker, { places: 2, limits: { atOnce: null, perWorkspace: null, rate: false } })
        blocked = check.now(model, told)
      }
    }
    demand(blocked.size === 0 && store.locks().length === 0, 'locks are held with no job at work')
  }

  function workerAt(n: number): (typeof workers)[number] {
    const worker = workers[n]
    demand(worker !== undefined, 'no such worker')
    return worker
  }

  check.begin()
  for (const command of commands) {
    told = new Set()
    apply(command)
    blocked = check.now(model, told)
  }
  drain()
  check.atEnd(model)
}
