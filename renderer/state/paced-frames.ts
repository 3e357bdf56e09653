/** Longest pause between two updates, ms: text that is there is seen soon, however slow the machine. */
const LONGEST_REST_MS = 100
/** A pause shorter than this is not worth a timer: the next frame is about as far away, ms. */
const SHORTEST_REST_MS = 8

export interface FrameClock {
  /** ms. */
  now(): number
  /** Runs a callback as the next frame is made. */
  nextFrame(callback: () => void): void
  /** Called within a frame: runs a callback once that frame has been laid out and painted. */
  afterFrame(callback: () => void): void
  wait(callback: () => void, ms: number): void
}

/**
 * Runs what changes the view with the next frame. Where making a frame takes long, the view rests for as long as the last one took, so that at
 * least half of the time is left for what the person does meanwhile; on a fast machine every frame is used.
 */
export function pacedFrames(clock: FrameClock): (callback: () => void) => void {
  let restsUntil = 0
  return (callback) => {
    const withFrame = (): void =>
      clock.nextFrame(() => {
        const began = clock.now()
        clock.afterFrame(() => {
          const ended = clock.now()
          restsUntil = ended + Math.min(ended - began, LONGEST_REST_MS)
        })
        callback()
      })
    const rest = restsUntil - clock.now()
    if (rest < SHORTEST_REST_MS) withFrame()
    else clock.wait(withFrame, rest)
  }
}
