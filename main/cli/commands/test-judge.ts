import { TidegateError } from '#contracts/errors.ts'
import type { Scenario } from '#contracts/scenario.ts'
import type { App } from '../../app.ts'
import type { OpenedStorage } from '../../storage/index.ts'
import { systemClock } from '../../system-platform.ts'
import { createJudge, type Judge, type JudgementCache } from '../../testing/judge/index.ts'
import { type CliContext, type CommonOptions, openApp } from '../context.ts'
import { askModel, unguessable } from './test-model.ts'

export interface OpenedJudge extends AsyncDisposable {
  /** Null where nobody is wanted: by the settings, or because no scenario asks for one. */
  readonly judge: Judge | null
}

/**
 * The judge of the person's settings, where one of the scenarios wants one. The app that it asks through is opened then only. Where no model is set
 * up, each question to the judge says so.
 */
export async function openJudge(
  context: CliContext,
  options: CommonOptions,
  results: OpenedStorage['testResults'],
  scenarios: readonly Scenario[],
): Promise<OpenedJudge> {
  const none: OpenedJudge = { judge: null, [Symbol.asyncDispose]: async () => {} }
  if (!scenarios.some(({ judge }) => judge !== undefined && judge.rubric.length > 0)) return none
  const app = await openApp(context, options, 'command')
  try {
    const wanted = app.config.get().testing.judge
    if (wanted === 'off') {
      await app.dispose()
      return none
    }
    const judge = await judgeOf(app, wanted, cacheOf(results)).catch(absent)
    return { judge, [Symbol.asyncDispose]: () => app.dispose() }
  } catch (error) {
    await app.dispose()
    throw error
  }
}

function absent(why: unknown): Judge {
  return { score: () => Promise.reject(why), prefer: () => Promise.reject(why) }
}

/** What a judge may still spend, US dollars; each answer takes what it cost. */
export interface Purse {
  leftUsd: number
}

/** A judge over the preferred model of a locality, which spends what is in the purse at most. Throws NEEDS_MODEL where there is none. */
export async function judgeOf(app: App, locality: 'local' | 'hosted', cache: JudgementCache, purse?: Purse): Promise<Judge> {
  const registered = await app.providers.preferred(locality)
  if (registered === null) {
    throw new TidegateError('NEEDS_MODEL', `A judge is a ${locality} model, and none is set up. "tidegate doctor" shows what there is.`)
  }
  const { id, model } = registered.config
  return createJudge({
    model: {
      name: `${id}: ${model}`,
      locality,
      async ask(prompt, label, signal) {
        const limit = purse === undefined ? {} : { mostUsd: Math.max(0, purse.leftUsd) }
        const answered = await askModel(app, { prompt, label, route: locality, ...limit }, signal)
        if (purse !== undefined && answered !== null) purse.leftUsd -= answered.costUsd
        if (answered === null || answered.isTooDear)
          throw new TidegateError('BUDGET_EXHAUSTED', 'The budget has no room for a question to the judge.')
        return answered.text
      },
    },
    cache,
    mark: unguessable,
  })
}

function cacheOf(results: OpenedStorage['testResults']): JudgementCache {
  return { get: results.judgement, set: (key, judgement) => results.keepJudgement(key, judgement, systemClock.now()) }
}
