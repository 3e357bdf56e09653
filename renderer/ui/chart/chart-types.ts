/** Which of the chart's colours; each differs in its stroke, too. */
export type SeriesTone = 'first' | 'second' | 'third' | 'fourth'
export type MarkTone = 'warn' | 'bad' | 'info'

export interface ChartSeries {
  readonly key: string
  /** What it is called in the legend, the tooltip and the table. */
  readonly name: string
  readonly tone: SeriesTone
  /** `bars` of several series stand on each other; each stands for the time from its own moment to the next. */
  readonly shape: 'line' | 'area' | 'bars'
  /** One for each time; null where it is not known. */
  readonly values: ReadonlyArray<number | null>
}

/** A level that means something, with its name: `Background work stops`. */
export interface ChartThreshold {
  readonly value: number
  readonly name: string
  readonly tone: MarkTone
}

/** A stretch of time in which something held, with what and why. */
export interface ChartInterval {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly tone: MarkTone
}

export interface ChartFrame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
