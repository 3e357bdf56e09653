import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROLLOUT_KPIS, type Rollout } from '#contracts/flags.ts'
import type { CohortSample } from './assess.ts'

/** What an installation tells the others of a stage: means by KPI, and nothing of any request, text, person or machine. */
const ReportSchema = z.object({
  rollout: z.string(),
  stageSince: z.number(),
  cohort: z.enum(['canary', 'control']),
  values: z.partialRecord(z.enum(ROLLOUT_KPIS), z.number()),
})

const FOLDER = 'rollout-reports'
/** More files, or larger ones, are not read: the folder is writable by others. */
const MOST_FILES = 10_000
const MOST_BYTES = 4_096

/** The reports of installations that share a file of flags, in a folder beside it. */
export interface SharedReports {
  /** Puts the report of this installation in the place of its last one. */
  put(rollout: Rollout, unit: CohortSample): void
  /** All units of the rollout's present stage. What cannot be read is left out. */
  list(rollout: Rollout): CohortSample[]
}

export function openSharedReports(flagsDir: string, installation: () => string): SharedReports {
  const folder = join(flagsDir, FOLDER)
  return {
    put({ id, stageSince }, { cohort, values }) {
      mkdirSync(folder, { recursive: true })
      // One file for an installation and rollout; the name tells neither.
      const name = createHash('sha256').update(`${id}\0${installation()}`).digest('hex').slice(0, 32)
      const temporary = join(folder, `${name}.new`)
      writeFileSync(temporary, JSON.stringify(ReportSchema.parse({ rollout: id, stageSince, cohort, values })))
      renameSync(temporary, join(folder, `${name}.json`))
    },
    list(rollout) {
      return namesIn(folder).flatMap((name) => {
        const report = read(join(folder, name))
        if (report === null || report.rollout !== rollout.id || report.stageSince !== rollout.stageSince) return []
        return [{ cohort: report.cohort, values: definedOnly(report.values) }]
      })
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
      .slice(0, MOST_FILES)
  } catch {
    // Nobody has reported yet.
    return []
  }
}

function read(file: string): z.infer<typeof ReportSchema> | null {
  try {
    if (statSync(file).size > MOST_BYTES) return null
    return ReportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null
  } catch {
    // Replaced while it was read, or no JSON.
    return null
  }
}

function definedOnly(values: Partial<Record<(typeof ROLLOUT_KPIS)[number], number | undefined>>): CohortSample['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
