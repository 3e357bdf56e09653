import type { ProviderKind, ServedProviderConfig } from '#contracts/config.ts'
import { t } from '../../i18n/t.ts'
import { USUAL_ADDRESS } from './kind-text.ts'

const MOST_PER_MINUTE = 100_000
const MOST_PARALLEL = 64

/** A provider as it is being typed. */
export interface ProviderDraft {
  readonly kind: ProviderKind
  readonly id: string
  readonly baseUrl: string
  readonly model: string
  readonly contextTokens: string
  readonly usdIn: string
  readonly usdOut: string
  /** Empty: as the service says. */
  readonly perMinute: string
  /** Empty: the usual four. */
  readonly parallel: string
}

export type DraftProblems = Partial<Record<keyof ProviderDraft, string>>

export function newDraft(kind: ProviderKind, taken: readonly string[]): ProviderDraft {
  return {
    kind,
    id: freeId(kind, taken),
    baseUrl: USUAL_ADDRESS[kind],
    model: '',
    contextTokens: '8192',
    usdIn: '0',
    usdOut: '0',
    perMinute: '',
    parallel: '',
  }
}

export function draftOf(provider: ServedProviderConfig): ProviderDraft {
  const { kind, id, baseUrl, model, contextTokens, usdPerMillionInput, usdPerMillionOutput, requestsPerMinute, parallel } = provider
  return {
    kind,
    id,
    baseUrl,
    model,
    contextTokens: String(contextTokens),
    usdIn: String(usdPerMillionInput),
    usdOut: String(usdPerMillionOutput),
    perMinute: String(requestsPerMinute ?? ''),
    parallel: String(parallel ?? ''),
  }
}

/** Another kind brings its usual name and address, as long as these were not changed by hand. */
export function withKind(draft: ProviderDraft, kind: ProviderKind, taken: readonly string[]): ProviderDraft {
  const untouchedAddress = draft.baseUrl === USUAL_ADDRESS[draft.kind] || draft.baseUrl === ''
  const untouchedId = draft.id === freeId(draft.kind, taken)
  return {
    ...draft,
    kind,
    ...(untouchedAddress ? { baseUrl: USUAL_ADDRESS[kind] } : {}),
    ...(untouchedId ? { id: freeId(kind, taken) } : {}),
  }
}

/** What is not right yet, by field. The core checks again. */
export function problemsOf(draft: ProviderDraft, taken: readonly string[]): DraftProblems {
  const url = URL.parse(draft.baseUrl.trim())
  return {
    ...(!/^[a-z][a-z0-9-]{0,39}$/.test(draft.id)
      ? { id: t('Lower-case letters, digits and dashes, starting with a letter.') }
      : taken.includes(draft.id)
        ? { id: t('There is a provider of that name. Choose another.') }
        : {}),
    ...(url === null || !/^https?:$/.test(url.protocol) || /[?#@]/.test(draft.baseUrl)
      ? { baseUrl: t('An address such as http://127.0.0.1:11434, without a user name, a key or a query.') }
      : {}),
    ...(draft.model.trim() === '' ? { model: t('The name of a model. Test the address to see what there is.') } : {}),
    ...(/^[1-9]\d{0,7}$/.test(draft.contextTokens.trim()) ? {} : { contextTokens: t('A whole number of tokens, such as 8192.') }),
    ...(isPrice(draft.usdIn) ? {} : { usdIn: t('An amount such as 2.50.') }),
    ...(isPrice(draft.usdOut) ? {} : { usdOut: t('An amount such as 2.50.') }),
    ...(isCount(draft.perMinute, MOST_PER_MINUTE)
      ? {}
      : { perMinute: t('A whole number from 1 to {most}, or nothing.', { most: MOST_PER_MINUTE }) }),
    ...(isCount(draft.parallel, MOST_PARALLEL)
      ? {}
      : { parallel: t('A whole number from 1 to {most}, or nothing.', { most: MOST_PARALLEL }) }),
  }
}

/** The provider that a draft without problems stands for; what the form does not ask stays as it was. */
export function providerOf(draft: ProviderDraft, before: ServedProviderConfig | null): ServedProviderConfig {
  const {
    requestsPerMinute: _rate,
    parallel: _parallel,
    ...rest
  } = before ?? {
    enabled: true,
    needsMemoryMb: 0,
    quality: draft.kind === 'langbase' ? 0.8 : 0.5,
    tokensPerSecond: 30,
    memories: [],
  }
  return {
    ...rest,
    kind: draft.kind,
    id: draft.id,
    baseUrl: draft.baseUrl.trim(),
    model: draft.model.trim(),
    contextTokens: Number(draft.contextTokens),
    usdPerMillionInput: Number(draft.usdIn.replace(',', '.')),
    usdPerMillionOutput: Number(draft.usdOut.replace(',', '.')),
    ...(draft.perMinute.trim() === '' ? {} : { requestsPerMinute: Number(draft.perMinute) }),
    ...(draft.parallel.trim() === '' ? {} : { parallel: Number(draft.parallel) }),
  }
}

/** Nothing, or a whole number from 1. */
function isCount(text: string, most: number): boolean {
  const typed = text.trim()
  return typed === '' || (/^[1-9]\d*$/.test(typed) && Number(typed) <= most)
}

function isPrice(text: string): boolean {
  return /^\d+([.,]\d+)?$/.test(text.trim())
}

function freeId(kind: ProviderKind, taken: readonly string[]): string {
  const base = kind === 'openai-compatible' ? 'local-server' : kind
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(id)) return id
  }
}
