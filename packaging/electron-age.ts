/** Release dates of Electron's majors, and the rhythm in which they come; what has come since the last known one is worked out from it. */
export interface ElectronReleases {
  readonly weeksBetweenMajors: number
  /** Day of the first stable release by major, `YYYY-MM-DD`. */
  readonly majors: Readonly<Record<string, string>>
}

export interface ElectronAge {
  readonly major: number
  /** The newest major that is known or, by the rhythm, to be expected on that day. */
  readonly newest: number
  /** Electron patches the newest three; from the third on a Chromium fix comes late or, a release later, not at all. */
  readonly verdict: 'current' | 'one behind' | 'too old'
}

const WEEK_MS = 7 * 24 * 3_600_000

/** How old a version of Electron is on a day. Throws when the version or a date cannot be read. */
export function ageOfElectron(version: string, releases: ElectronReleases, today: Date): ElectronAge {
  const major = Number(/^(\d+)\.\d+\.\d+$/.exec(version)?.[1])
  const known = Object.entries(releases.majors)
    .map(([name, date]) => ({ major: Number(name), at: Date.parse(date) }))
    .filter(({ at }) => at <= today.getTime())
    .toSorted((a, b) => a.major - b.major)
  const last = known.at(-1)
  if (!Number.isInteger(major) || last === undefined) throw new Error(`The age of Electron ${version} cannot be told.`)
  const since = Math.floor((today.getTime() - last.at) / (releases.weeksBetweenMajors * WEEK_MS))
  const newest = Math.max(last.major + since, major)
  const behind = newest - major
  return { major, newest, verdict: behind === 0 ? 'current' : behind === 1 ? 'one behind' : 'too old' }
}
