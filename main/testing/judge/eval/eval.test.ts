import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { createJudge } from '../judge.ts'
import { measureJudge } from './measure-judge.ts'
import { type JudgePair, parseJudgePair } from './pair-row.ts'

const SIGNAL = new AbortController().signal
const FILE = new URL('../../../../e2e/judge/pairs.jsonl', import.meta.url)
const pairs = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line, index) => parseJudgePair(JSON.parse(line), `pairs.jsonl:${index + 1}`))

/** A judge that chooses between two drafts, wherever they stand in the question. */
const judgeBy = (choose: (pair: JudgePair, drafts: readonly [string, string]) => 'A' | 'B' | 'tie' | null) => {
  const answered = (prompt: string): string => {
    const between = (title: string): string => new RegExp(`--- m ${title} ---\\n([\\s\\S]*?)\\n--- m end ---`).exec(prompt)?.[1] ?? ''
    const drafts = [between('draft A'), between('draft B')] as const
    const pair = pairs.find((one) => one.request === between('request') && drafts.includes(one.first))
    const choice = pair === undefined ? null : choose(pair, drafts)
    return choice === null ? 'I would rather not say.' : `{"better": "${choice}"}`
  }
  return createJudge({
    model: { name: 'test', locality: 'local', ask: async (prompt) => answered(prompt) },
    cache: { get: async () => null, set: async () => {} },
    mark: () => 'm',
  })
}

describe('the agreement of a judge with people', () => {
  it('is full for one who says what they said', async () => {
    const judge = judgeBy(({ better, first }, [a]) => (better === 'tie' ? 'tie' : (a === first) === (better === 'first') ? 'A' : 'B'))
    const report = await measureJudge(pairs, judge, SIGNAL)
    expect(report).toMatchObject({ pairs: 32, agreement: 1, kappa: 1, consistency: 1, wrong: [], unanswered: [] })
    expect(report.interval[0]).toBeCloseTo(0.893, 3)
    expect(report.interval[1]).toBe(1)
  })

  it('is none beyond chance for one who goes by the place, by length, or says nothing', async () => {
    const byPlace = await measureJudge(
      pairs,
      judgeBy(() => 'A'),
      SIGNAL,
    )
    expect(byPlace).toMatchObject({ consistency: 0, agreement: 3 / 32 })
    expect(byPlace.kappa).toBeCloseTo(0)
    const byLength = await measureJudge(
      pairs,
      judgeBy((_pair, [a, b]) => (a.length > b.length ? 'A' : 'B')),
      SIGNAL,
    )
    expect(byLength.agreement).toBeCloseTo(byLength.byLength)
    expect(byLength.agreement).toBeLessThan(0.6)
    await expect(
      measureJudge(
        pairs,
        judgeBy(() => null),
        SIGNAL,
      ),
    ).rejects.toThrow('did not answer')
  })

  it('counts what was not answered as not agreed', async () => {
    let asked = 0
    const judge = judgeBy(({ first, better }, [a]) => {
      asked += 1
      return asked > 2 ? null : (a === first) === (better === 'first') ? 'A' : 'B'
    })
    const report = await measureJudge(pairs.slice(0, 4), judge, SIGNAL)
    expect(report).toMatchObject({ pairs: 4, agreed: 1, agreement: 0.25 })
    expect(report.unanswered).toHaveLength(3)
  })
})

describe('a judge that costs money', () => {
  const judge = (answers: number) => {
    let left = answers
    return {
      async prefer() {
        left -= 1
        if (left < 0) throw new TidegateError('BUDGET_EXHAUSTED', 'No room.')
        return { better: 'first', consistent: true, judge: 'test' } as const
      },
    }
  }

  it('is measured on the pairs that there was money for, and says how many there were not', async () => {
    const report = await measureJudge(pairs.slice(0, 8), judge(3), SIGNAL)
    const agreed = pairs.slice(0, 3).filter(({ better }) => better === 'first').length
    expect(report).toMatchObject({ pairs: 3, notAsked: 5, agreed, agreement: agreed / 3, unanswered: [] })
  })

  it('is not measured where there was none for the first', async () => {
    await expect(measureJudge(pairs.slice(0, 8), judge(0), SIGNAL)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
  })
})

describe('the labelled pairs', () => {
  it('are no gift to a judge that goes by place or length', () => {
    const decided = pairs.filter(({ better }) => better !== 'tie')
    const share = (of: (pair: JudgePair) => boolean): number => decided.filter(of).length / decided.length
    expect(Math.abs(share(({ better }) => better === 'first') - 0.5)).toBeLessThan(0.1)
    expect(Math.abs(share(({ first, second, better }) => first.length > second.length === (better === 'first')) - 0.5)).toBeLessThan(0.1)
  })

  it('say which row is wrong', () => {
    expect(() => parseJudgePair({ id: 'a', request: 'b', first: 'c', second: 'd', better: 'third' }, 'x.jsonl:7')).toThrow('x.jsonl:7')
  })
})
