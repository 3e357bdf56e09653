import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { type PrivacyMetrics, scorePrivacy } from '../../main/privacy/eval/evaluate-privacy.ts'
import { createClassifier, loadLexicons, splitEvidence } from '../../main/privacy/index.ts'
import { type DataSet, readDataSets } from './data-sets.ts'

/** The best combination of libraries leaves 0.44 of them. */
const LEFT = 0.2

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../resources/lexicons', import.meta.url))))

let sets: Record<string, DataSet>
beforeAll(async () => {
  const read = await readDataSets(fileURLToPath(new URL('prompts', import.meta.url)))
  sets = Object.fromEntries(read.sets.map((set) => [set.name, set]))
})

function score(name: string): PrivacyMetrics {
  return scorePrivacy(
    (sets[name]?.rows ?? []).map((row) => {
      const { label, findings } = classifier.scan(row.text)
      return { row, findings: splitEvidence(findings).findings, isPrivate: label !== 'public' }
    }),
  )
}

/** The bounds lie a little outside of what was measured when they were written: they are there to notice a step back. */
describe('chat prompts that nobody tuned for', () => {
  it('hold every unit that is marked in them', () => {
    expect(score('chat.jsonl').units).toMatchObject({ prompts: 60, units: 256, absentUnits: 0 })
  })

  it('keep fewer private units than any library leaves, and little else goes with them', () => {
    const { units } = score('chat.jsonl')
    expect(units?.meanLeak).toBeLessThan(LEFT)
    expect(units?.overRedaction.share).toBeLessThan(0.05)
  })

  it('are told apart from harmless ones', () => {
    const { requests } = score('chat.jsonl')
    expect(requests?.recall).toBeGreaterThan(0.9)
    expect(requests?.falseFlagRate).toBeLessThan(0.1)
  })

  it('are known as private without any identifier, by what they are about', () => {
    const { requests } = score('context.jsonl')
    expect(requests?.recall).toBeGreaterThan(0.7)
    expect(requests?.falseFlagRate).toBeLessThan(0.1)
  })
})
