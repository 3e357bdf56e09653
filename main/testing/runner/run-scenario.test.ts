import { describe, expect, it } from 'vitest'
import type { Scenario } from '#contracts/scenario.ts'
import type { Captured } from '../baselines/index.ts'
import type { DraftToJudge } from '../judge/index.ts'
import { comparePictures } from '../visual/index.ts'
import type { Driver } from './driver.ts'
import { runScenario } from './run-scenario.ts'
import type { World } from './world.ts'

const SCENARIO: Scenario = {
  name: 'stays-here',
  title: 'A key never leaves',
  tags: [],
  providers: [],
  data: [],
  steps: [{ fill: { role: 'textbox', name: 'Prompt', with: 'sk-secret-of-the-harbour' } }, { click: { role: 'button', name: 'Generate' } }],
  expect: [{ text: 'Nothing left' }, { route: 'local' }, { egress: [] }],
  masks: [],
}
const PICTURE: Captured = { png: new Uint8Array([1]), fingerprint: null, elements: [], masks: [] }

/** An app that does everything, of which a test changes a part. */
const DRAFT: DraftToJudge = {
  request: 'Write about tides.',
  text: 'Tides turn twice a day.',
  citations: [],
  structured: null,
  sources: [],
  label: 'public',
}

function setUp(driver: Partial<Driver> = {}, world: Partial<World> = {}) {
  const done: string[] = []
  const proposed: string[] = []
  let now = 0
  const note = (what: string) => async () => {
    done.push(what)
  }
  return {
    done,
    proposed,
    deps: {
      // A clock that patience runs out on at once.
      now: () => (now += 20_000),
      driver: {
        name: 'headless',
        click: note('click'),
        fill: note('fill'),
        choose: note('choose'),
        press: note('press'),
        drop: note('drop'),
        waitForText: note('wait'),
        waitUntilGone: note('wait'),
        waitForTarget: note('wait'),
        sees: async () => true,
        isInState: async () => true,
        fieldValue: async () => '',
        picture: async () => PICTURE,
        inaccessible: async () => [],
        ...driver,
      } satisfies Driver,
      world: {
        lastDecision: async () => ({ status: 'routed', route: 'local', label: 'restricted' }),
        lastDraft: async () => DRAFT,
        egress: async () => [],
        jobs: async () => ({ failed: 0, succeeded: 1 }),
        setMachine: note('machine'),
        setProvider: note('provider'),
        ...world,
      } satisfies World,
      compare: async (...pair: Parameters<typeof comparePictures>) => comparePictures(...pair),
      baselines: { read: () => null, propose: (name: string) => void proposed.push(name) },
    },
  } as const
}

const run = (set: ReturnType<typeof setUp>, scenario: Partial<Scenario> = {}) =>
  runScenario({ scenario: { ...SCENARIO, ...scenario }, row: null }, set.deps)

describe('a scenario', () => {
  it('passes when every step can be done and everything holds', async () => {
    const set = setUp()
    expect(await run(set)).toMatchObject({ status: 'passed', runner: 'headless', steps: [{}, {}], expectations: [{}, {}, {}] })
    expect(set.done).toEqual(['fill', 'click'])
  })

  it('ends at the first step that cannot be done, and says which', async () => {
    const set = setUp({ click: () => Promise.reject(new Error('There is no button “Generate”.\nstack')) })
    const verdict = await run(set)
    expect(verdict).toMatchObject({ status: 'failed', expectations: [] })
    expect(verdict.steps[1]).toMatchObject({ words: 'click the button “Generate”', why: 'There is no button “Generate”.' })
  })

  it('names everything that does not hold, not only the first', async () => {
    const set = setUp({ sees: async () => false }, { egress: async () => [{ destination: 'https://api.example', payload: 'x' }] })
    const { status, expectations } = await run(set)
    expect(status).toBe('failed')
    expect(expectations.map(({ status: one, why }) => [one, why])).toEqual([
      ['failed', 'It is not seen.'],
      ['passed', ''],
      ['failed', 'Something left for https://api.example.'],
    ])
  })

  it('does not repeat what was typed, or what must not be in what left', async () => {
    const set = setUp({}, { egress: async () => [{ destination: 'https://api.example', payload: 'sk-secret-of-the-harbour' }] })
    const verdict = await run(set, { expect: [{ notInEgress: 'sk-secret-of-the-harbour' }] })
    expect(verdict.status).toBe('failed')
    expect(JSON.stringify(verdict)).not.toContain('sk-secret')
  })

  it('puts a picture that nobody approved before a person', async () => {
    const set = setUp()
    expect(await run(set, { expect: [{ looks: 'compose-empty' }] })).toMatchObject({ status: 'needs-review' })
    expect(set.proposed).toEqual(['compose-empty'])
  })

  it.each([
    [{ label: 'public' } as const, 'It is restricted.'],
    [{ decision: 'blocked' } as const, 'It is routed.'],
    [{ jobs: { failed: 1 } } as const, '0 failed, 1 succeeded.'],
    [{ value: { role: 'textbox', is: 'x' } } as const, 'It holds 0 other characters.'],
  ])('that expects %j fails with what is', async (expectation, why) => {
    expect((await run(setUp(), { expect: [expectation] })).expectations).toMatchObject([{ status: 'failed', why }])
  })

  it('with a judge holds its last draft to rules first, and to the judge then', async () => {
    const wish = { rules: { wordsAtLeast: 3 }, rubric: ['tone' as const], atLeast: 4 }
    const asked: string[] = []
    const judge = {
      score: async ({ draft }: { readonly draft: string }) => {
        asked.push(draft)
        return { scores: { tone: 3 }, mean: 3, why: 'Dry.', judge: 'local: tiny', cached: false }
      },
    }
    const deps = { ...setUp().deps, judge }
    const judged = await runScenario({ scenario: { ...SCENARIO, judge: wish }, row: null }, deps)
    expect(judged.status).toBe('needs-review')
    expect(judged.expectations.at(-1)).toMatchObject({ status: 'needs-review', judgement: { mean: 3 } })
    expect(asked).toEqual([DRAFT.text])
    const ruled = { ...SCENARIO, judge: { ...wish, rules: { wordsAtLeast: 300 } } }
    expect((await runScenario({ scenario: ruled, row: null }, deps)).status).toBe('failed')
    const unseen = { ...setUp({ sees: async () => false }).deps, judge }
    await runScenario({ scenario: { ...SCENARIO, judge: wish }, row: null }, unseen)
    expect(asked).toHaveLength(1)
    expect((await runScenario({ scenario: { ...SCENARIO, judge: wish }, row: null }, setUp().deps)).status).toBe('needs-review')
  })

  it('waits for what comes true a little later', async () => {
    let looks = 0
    const set = setUp({ sees: async () => ++looks > 2 })
    const deps = { ...set.deps, now: () => 0 }
    expect(await runScenario({ scenario: { ...SCENARIO, expect: [{ text: 'Done' }] }, row: 2 }, deps)).toMatchObject({
      status: 'passed',
      row: 2,
    })
    expect(looks).toBe(3)
  })
})
