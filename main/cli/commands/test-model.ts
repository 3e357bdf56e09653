import { randomBytes } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { Label, Route } from '#contracts/privacy.ts'
import type { App } from '../../app.ts'
import { newOwner } from '../../coordinator/index.ts'
import { QUESTION } from '../../templates/index.ts'

/** One question of the testing workflow. */
export interface Question {
  readonly prompt: string
  /** The route to be taken; the gate chooses without it. */
  readonly route: Route | undefined
  /** Of what the question quotes; the gate may find a higher one. */
  readonly label?: Label
  /** US dollars. It is not asked where it could cost more. */
  readonly mostUsd?: number
}

export interface Answered {
  readonly text: string
  /** It was broken off because it became dearer than it may; there is no text then. */
  readonly isTooDear: boolean
  readonly costUsd: number
}

type AskingApp = Pick<App, 'generations' | 'jobs' | 'documents' | 'platform'>

/** Letters that nobody who writes a text to be judged can foresee. */
export function unguessable(): string {
  return randomBytes(8).toString('hex')
}

/**
 * Asks a model of the person's own settings, by the one way through the gate. The request and its answer are deleted once they are read; what
 * it cost and what left stay on record. Null: it could have cost more than it may, and was not sent; one that became dearer is broken off without a text. Throws what kept it from being answered.
 */
export async function askModel(app: AskingApp, question: Question, signal: AbortSignal): Promise<Answered | null> {
  signal.throwIfAborted()
  const { route, label, mostUsd } = question
  const request = {
    prompt: question.prompt,
    sources: [],
    template: QUESTION.id,
    options: {
      ...(route === undefined ? {} : { route }),
      ...(label === undefined ? {} : { label }),
      ...(mostUsd === undefined ? {} : { maxCostUsd: mostUsd }),
    },
  }
  const { id, jobId } = await app.generations.start(request, { asker: newOwner() })
  const cancel = (): void => {
    app.generations.cancel(id).catch((error: unknown) => app.platform.log.error('testing.cancel_failed', error))
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    if (signal.aborted) cancel()
    await app.jobs.runOnly(jobId)
    const asked = await app.generations.get(id)
    signal.throwIfAborted()
    const costUsd = asked.attempts.reduce((sum, attempt) => sum + attempt.costUsd, 0)
    if (asked.state === 'succeeded') return { text: asked.text, costUsd, isTooDear: false }
    // One that was broken off half-way has cost something, and answers nothing.
    if (isTooDear(asked)) return costUsd > 0 ? { text: '', costUsd, isTooDear: true } : null
    throw refusal(asked)
  } finally {
    signal.removeEventListener('abort', cancel)
    await forget(app, id)
  }
}

async function forget({ generations, documents, platform }: AskingApp, id: string): Promise<void> {
  try {
    // One that waits for its moment must not be asked when nobody waits for the answer.
    await generations.cancel(id)
    await documents.remove((await documents.ofGeneration(id)).document.id)
  } catch (error) {
    platform.log.error('testing.question_not_deleted', error)
  }
}

/**
 * For who starts something dear before the first question: throws NEEDS_MODEL where no model is set up that could answer it, and what the gate
 * says where none may or can now.
 */
export async function refuseWithoutModel(
  app: Pick<App, 'providers' | 'generations'>,
  prompt: string,
  route: Route | undefined,
): Promise<void> {
  const localities = route === undefined ? (['local', 'hosted'] as const) : ([route === 'local' ? 'local' : 'hosted'] as const)
  const models = await Promise.all(localities.map((locality) => app.providers.preferred(locality)))
  if (models.every((model) => model === null)) {
    const which = route === undefined ? '' : `${route === 'local' ? 'local' : 'hosted'} `
    throw new TidegateError('NEEDS_MODEL', `This needs a ${which}model, and none is set up. "tidegate doctor" shows what there is.`)
  }
  const options = route === undefined ? {} : { route }
  const { status, summary } = await app.generations.preview({ prompt, sources: [], template: QUESTION.id, fields: {}, options })
  if (status === 'routed') return
  throw new TidegateError(status === 'blocked' ? 'POLICY_FORBIDS_ROUTE' : 'NO_ALLOWED_ROUTE', summary)
}

/** What nobody can price costs nothing as far as a limit can tell. Throws BAD_INPUT where the preferred hosted model has no price. */
export async function refuseUnknownPrice({ providers, costs }: Pick<App, 'providers' | 'costs'>): Promise<void> {
  const hosted = await providers.preferred('hosted')
  if (hosted === null || costs.priceOf(hosted.config) !== null) return
  throw new TidegateError(
    'BAD_INPUT',
    `What "${hosted.config.id}" costs is not known, so no limit of cost can hold. Set its price, ask a local model with --model local, or allow it with --unpriced.`,
  )
}

function isTooDear({ state, decision, error }: Generation): boolean {
  if (error?.code === 'BUDGET_EXHAUSTED') return true
  return state === 'deferred' && (decision?.estimates ?? []).some(({ blockers }) => blockers.includes('HOSTED_COST_ABOVE_LIMIT'))
}

function refusal({ state, error, decision }: Generation): TidegateError {
  if (error !== null) return new TidegateError(error.code, error.message)
  return new TidegateError('NO_ALLOWED_ROUTE', decision?.summary ?? `The question ended as ${state}.`)
}
