import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import { formatBytes } from './format-bytes.ts'
import type { FromChild } from './messages.ts'

/** What came of the process: `closed` was our own doing, every other one counts as a crash. */
export type Ending = 'closed' | 'crashed' | 'killed' | 'hung' | 'not-started'

/** A failure of an embedded model. `retryable`: the same call may succeed a moment later, in a new process. */
export class ModelProcessError extends TidegateError {
  readonly retryable: boolean
  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(code, message, options.cause === undefined ? {} : { cause: options.cause })
    this.retryable = options.retryable ?? false
  }
}

/** One sentence on how a process ended. @param rssBytes the memory that it held when it last told; null when it never did */
export function endingText(ending: Ending, rssBytes: number | null): string {
  const held = rssBytes === null ? '' : ` It held ${formatBytes(rssBytes)}.`
  switch (ending) {
    case 'closed':
      return 'The model was unloaded.'
    case 'killed':
      return `The system ended the process of the model, most likely because memory ran out.${held}`
    case 'hung':
      return `The process of the model did not answer any more and was ended.${held}`
    case 'crashed':
      return `The process of the model crashed.${held}`
    case 'not-started':
      return 'The process of the model could not be started.'
  }
}

/** The error for calls that were open when a process ended. */
export function endingError(ending: Ending, rssBytes: number | null): ModelProcessError {
  const advice = ending === 'killed' ? 'Choose a smaller model or a smaller context.' : 'Try again.'
  return new ModelProcessError('PROVIDER_UNAVAILABLE', `${endingText(ending, rssBytes)} ${advice}`, { retryable: true })
}

type Failed = Extract<FromChild, { type: 'failed' }>

/** The error for what the engine could not do. */
export function failureError({ reason, tokens, limit }: Failed): ModelProcessError {
  switch (reason) {
    case 'not-installed':
      return new ModelProcessError(
        'PROVIDER_UNAVAILABLE',
        'The engine of embedded models is not installed here. Install it with: npm install node-llama-cpp, or use another local provider.',
      )
    case 'gpu-unavailable':
      return new ModelProcessError(
        'PROVIDER_UNAVAILABLE',
        'The engine found no build for this graphics card that runs here. Install one with "tidegate models gpu install", or set models.gpu to off.',
      )
    case 'bad-file':
      return new ModelProcessError(
        'PROVIDER_NOT_FOUND',
        'The engine cannot read this model file. It may be damaged or of a newer kind; "tidegate models verify" checks it.',
      )
    case 'no-memory':
      return new ModelProcessError(
        'PROVIDER_UNAVAILABLE',
        'There is not enough memory for this model and context. Close other programs, or choose a smaller one.',
      )
    case 'context-overflow':
      return new ModelProcessError(
        'PROVIDER_CONTEXT_OVERFLOW',
        `The request has ${tokens ?? 'too many'} tokens and leaves no room in a context of ${limit ?? 'this model'}. Shorten it, or raise contextTokens.`,
      )
    case 'bad-schema':
      return new ModelProcessError('PROVIDER_INVALID_REQUEST', 'The engine cannot hold an answer to this JSON schema. Make it simpler.')
    case 'no-embedding':
      return new ModelProcessError('PROVIDER_INVALID_REQUEST', 'This model makes no vectors. Choose an embedding model.')
    case 'not-loaded':
    case 'engine-failed':
      return new ModelProcessError('PROVIDER_UNAVAILABLE', 'The engine of embedded models failed. Try again.', { retryable: true })
  }
}
