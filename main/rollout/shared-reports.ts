import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Rollout, RolloutKpi } from '#contracts/flags.ts'
import { readRegularFile } from '../config/index.ts'
import type { CohortSample } from './assess.ts'

const Share = z.number().min(0).max(1)
/** What each can be. A figure beyond it would hide all the others: of a sum that overflows nothing can be said. */
const ValuesSchema = z.object({
  failed: Share.optional(),
  'fell-back': Share.optional(),
  'not-good': Share.optional(),
  cited: Share.optional(),
  // Of ms: from a microsecond to some hundred years.
  'log-time': z.number().min(-7).max(30).optional(),
  'cost-usd': z.number().min(0).max(1_000_000).optional(),
} satisfies Record<RolloutKpi, z.ZodType>)

/** What an installation tells the others of a stage: means by KPI, and nothing of any request, text, person or machine. */
const ReportSchema = z.object({
  rollout: z.string(),
  stageSince: z.number(),
  cohort: z.enum(['canary', 'control']),
  values: ValuesSchema,
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
      // A new file under a name that nobody can guess: a link that others put in its place would be followed.
      const temporary = join(folder, `${name}.${randomBytes(8).toString('hex')}.new`)
      try {
        writeFileSync(temporary, JSON.stringify(ReportSchema.parse({ rollout: id, stageSince, cohort, values })), { flag: 'wx' })
        renameSync(temporary, join(folder, `${name}.json`))
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
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
    return ReportSchema.safeParse(JSON.parse(readRegularFile(file, MOST_BYTES))).data ?? null
  } catch {
    // Replaced while it was read, no JSON, or no file at all.
    return null
  }
}

function definedOnly(values: Partial<Record<RolloutKpi, number | undefined>>): CohortSample['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
