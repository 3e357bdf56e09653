/** Carries changes to where they are kept, the latest always last. */
export interface SaveLoop {
  /** Something changed. */
  changed(): void
  /** Saves what is not yet on its way at once, or as soon as the save that is under way has ended. */
  flush(): void
  /** Nothing is unsaved and nothing is under way. */
  idle(): boolean
  dispose(): void
}

/**
 * The first change after a pause leaves at once; while changes go on, one leaves `quietMs` after the latest of them and at the latest
 * `latestMs` after the first that has not left. One save is under way at a time; what changed meanwhile leaves when it ends. There
 * are never more than 1000 / `quietMs` saves a second. `save` takes what there is at that moment and resolves to whether it arrived:
 * one that did not is tried again after `retryMs`, or at the next flush. Nothing leaves while `ready` says no.
 */
export function createSaveLoop(options: {
  quietMs: number
  latestMs: number
  retryMs: number
  ready(): boolean
  save(): Promise<boolean>
}): SaveLoop {
  const { quietMs, latestMs, retryMs } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false
  let saving = false
  let disposed = false
  let hurry = false
  /** When the first change that has not left came, and when the last save left; ms. */
  let since = 0
  let left = Number.NEGATIVE_INFINITY

  const wait = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(start, Math.max(0, ms))
  }

  function start(): void {
    clearTimeout(timer)
    if (!dirty || saving || disposed || !options.ready()) return
    dirty = false
    hurry = false
    saving = true
    left = performance.now()
    void options
      .save()
      .catch(() => false)
      .then(ended)
  }

  function ended(arrived: boolean): void {
    saving = false
    if (arrived && hurry) start()
    else if (arrived && dirty) wait(left + quietMs - performance.now())
    if (arrived) return
    dirty = true
    wait(retryMs)
  }

  return {
    changed() {
      const now = performance.now()
      if (!dirty) since = now
      dirty = true
      const due = now - left >= latestMs ? 0 : Math.min(quietMs, since + latestMs - now)
      if (!saving) wait(Math.max(due, left + quietMs - now))
    },
    flush() {
      hurry = saving
      start()
    },
    idle: () => !dirty && !saving,
    dispose() {
      disposed = true
      clearTimeout(timer)
    },
  }
}
