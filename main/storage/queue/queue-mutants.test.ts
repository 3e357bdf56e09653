import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MUTANTS } from './proof/mutants.ts'

const PROOF = join(import.meta.dirname, 'proof')
/** A quarter of what the whole test plays. */
const HISTORIES = 5_000
const AT_ONCE = 2
const Report = z.object({ failed: z.boolean(), runs: z.number(), why: z.string().nullable() })

async function play(mutant: string | null): Promise<z.infer<typeof Report>> {
  const preload = mutant === null ? [] : ['--import', join(PROOF, 'with-mutant.ts')]
  const env = mutant === null ? process.env : { ...process.env, TIDEGATE_MUTANT: mutant }
  const { stdout } = await promisify(execFile)(process.execPath, [...preload, join(PROOF, 'run.ts'), String(HISTORIES), '7', 'any'], {
    env,
  })
  return Report.parse(JSON.parse(stdout))
}

describe('the histories', { tags: ['long'] }, () => {
  it('find every bug that was planted, and none where there is none', async () => {
    const survivors: string[] = []
    const left = [...MUTANTS]
    const hunt = async (): Promise<void> => {
      for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
        const { failed, why } = await play(mutant.name)
        if (!failed || why === null) survivors.push(mutant.name)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, hunt))
    expect(survivors).toEqual([])
    expect(await play(null)).toMatchObject({ failed: false, runs: HISTORIES })
  }, 300_000)
})
