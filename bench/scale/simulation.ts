/** Processor time (ms) of a database server for one statement of each kind, as measure.ts found it. */
export interface Costs {
  readonly addMs: number
  readonly lookMs: number
  readonly takeMs: number
  readonly beatMs: number
  readonly endMs: number
}

export interface Scenario {
  readonly machines: number
  readonly slots: number
  /** Jobs that are added in a second, by all. */
  readonly jobsPerSecond: number
  readonly jobMs: number
  /** Databases that the machines, and the jobs, are divided among. */
  readonly databases: number
  /** Processors of each. */
  readonly cores: number
  /** Machines that are told of a new job; Infinity for all of its database. */
  readonly told: number
  readonly pollMs: number
  readonly beatMs: number
  /** For so long (ms); the first quarter is not counted. */
  readonly lastsMs: number
  readonly seed: number
}

export interface Outcome {
  readonly busyPct: number
  readonly emptyLooksPerJob: number
  /** From the wish to add a job to the moment in which a machine has it. */
  readonly delayP50Ms: number
  readonly delayP99Ms: number
  /** Jobs that wait at the end, of all databases. */
  readonly waiting: number
}

interface Event {
  readonly at: number
  readonly run: () => void
}

/**
 * Machines that take jobs from databases which do one statement after the other on each of their processors, first come, first served. A statement
 * takes what it was measured to take. Deterministic: the same scenario has the same outcome.
 */
export function simulate(scenario: Scenario, costs: Costs): Outcome {
  const random = mulberry32(scenario.seed)
  const agenda = createAgenda()
  const from = scenario.lastsMs / 4
  const delays: number[] = []
  let empty = 0
  let busyMs = 0
  let taken = 0
  const databases = Array.from({ length: scenario.databases }, createDatabase)

  interface Machine {
    free: number
    asking: boolean
    again: boolean
  }

  function createDatabase() {
    const machines: Machine[] = Array.from({ length: Math.floor(scenario.machines / scenario.databases) }, () => {
      return { free: scenario.slots, asking: false, again: false }
    })
    const idle = new Set(machines)
    const processors = Array.from({ length: scenario.cores }, () => 0)
    const waiting: number[] = []
    let first = 0

    /** When a statement that comes now is done. */
    function serve(cost: number): number {
      let at = 0
      for (let n = 1; n < processors.length; n += 1) if ((processors[n] ?? 0) < (processors[at] ?? 0)) at = n
      const done = Math.max(agenda.now(), processors[at] ?? 0) + cost
      processors[at] = done
      if (agenda.now() >= from) busyMs += cost
      return done
    }
    function ask(machine: Machine): void {
      if (machine.free === 0) return
      if (machine.asking) {
        machine.again = true
        return
      }
      machine.asking = true
      idle.delete(machine)
      const isHit = first < waiting.length
      agenda.add(serve(isHit ? costs.takeMs : costs.lookMs), () => answer(machine))
    }
    function answer(machine: Machine): void {
      machine.asking = false
      let got = 0
      while (machine.free > 0 && first < waiting.length) {
        const since = waiting[first] ?? 0
        first += 1
        machine.free -= 1
        got += 1
        taken += 1
        if (since >= from) delays.push(agenda.now() - since)
        agenda.add(agenda.now() + exponential(random, scenario.jobMs), () => end(machine))
      }
      if (agenda.now() >= from && got === 0) empty += 1
      const isWanted = machine.again || (got > 0 && machine.free > 0)
      machine.again = false
      if (machine.free > 0) idle.add(machine)
      if (isWanted) ask(machine)
    }
    function end(machine: Machine): void {
      agenda.add(serve(costs.endMs), () => {
        machine.free += 1
        ask(machine)
      })
    }
    function tell(): void {
      if (scenario.told === Number.POSITIVE_INFINITY) {
        for (const machine of machines) if (machine.asking) machine.again = true
        for (const machine of [...idle]) ask(machine)
        return
      }
      let left = scenario.told
      for (const machine of idle) {
        if (left === 0) break
        left -= 1
        ask(machine)
      }
    }
    for (const machine of machines) {
      const poll = (): void => {
        ask(machine)
        agenda.add(agenda.now() + scenario.pollMs, poll)
      }
      agenda.add(random() * scenario.pollMs, poll)
      const beat = (): void => {
        // One statement tells of all that a machine holds.
        if (machine.free < scenario.slots) serve(costs.beatMs)
        agenda.add(agenda.now() + scenario.beatMs, beat)
      }
      agenda.add(random() * scenario.beatMs, beat)
    }
    return {
      add() {
        const asked = agenda.now()
        agenda.add(serve(costs.addMs), () => {
          waiting.push(asked)
          tell()
        })
      },
      waits: () => waiting.length - first,
    }
  }

  const arrive = (): void => {
    databases[Math.floor(random() * databases.length)]?.add()
    agenda.add(agenda.now() + exponential(random, 1_000 / scenario.jobsPerSecond), arrive)
  }
  agenda.add(0, arrive)
  agenda.runUntil(scenario.lastsMs)
  delays.sort((a, b) => a - b)
  const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? Number.NaN
  return {
    busyPct: (100 * busyMs) / ((scenario.lastsMs - from) * scenario.databases * scenario.cores),
    emptyLooksPerJob: empty / Math.max(1, taken * 0.75),
    delayP50Ms: at(0.5),
    delayP99Ms: at(0.99),
    waiting: databases.reduce((sum, database) => sum + database.waits(), 0),
  }
}

/** What is to happen, by its time: a binary heap. */
function createAgenda() {
  const heap: Event[] = []
  let now = 0
  const timeAt = (index: number): number => heap[index]?.at ?? Number.POSITIVE_INFINITY
  function swap(a: number, b: number): void {
    const [one, two] = [heap[a], heap[b]]
    if (one === undefined || two === undefined) return
    heap[a] = two
    heap[b] = one
  }
  function pop(): Event | undefined {
    swap(0, heap.length - 1)
    const event = heap.pop()
    for (let at = 0; ; ) {
      const least = timeAt(2 * at + 1) <= timeAt(2 * at + 2) ? 2 * at + 1 : 2 * at + 2
      if (timeAt(least) >= timeAt(at)) return event
      swap(at, least)
      at = least
    }
  }
  return {
    now: () => now,
    add(at: number, run: () => void): void {
      heap.push({ at, run })
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (timeAt(parent) <= timeAt(child)) return
        swap(parent, child)
        child = parent
      }
    },
    runUntil(end: number): void {
      while (timeAt(0) <= end) {
        const event = pop()
        if (event === undefined) return
        now = event.at
        event.run()
      }
    },
  }
}

function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(1 - random())
}

/** Tommy Ettinger's mulberry32: small, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
