import type { ModelEntry } from '#contracts/models.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'
import { formatBytes } from '../../ui/format.ts'

/** How it stands with a model in a few words, and what to do about it; an empty hint when there is nothing to do. */
export interface ModelSentence {
  readonly text: string
  readonly tone: Tone
  readonly hint: string
}

export function stateSentence({ state, changed }: ModelEntry): ModelSentence {
  const hint = changed ? t('The file has changed since it was last checked. Check it again before you use it.') : ''
  switch (state.state) {
    case 'not-loaded':
      return { text: t('Not loaded'), tone: changed ? 'warn' : 'neutral', hint }
    case 'loading':
      return { text: t('Loading {percent} %', { percent: Math.floor(state.share * 100) }), tone: 'info', hint }
    case 'loaded': {
      const memory = state.rssBytes === null ? null : formatBytes(state.rssBytes)
      if (state.busy) return { text: memory === null ? t('Writing') : t('Writing, holds {memory}', { memory }), tone: 'good', hint }
      return { text: memory === null ? t('Loaded') : t('Loaded {memory}', { memory }), tone: 'good', hint }
    }
    case 'set-aside':
      return { text: t('Set aside'), tone: 'bad', hint: t('{why} It is left alone until you try again.', { why: state.why }) }
    case 'unusable':
      return { text: t('Cannot be used'), tone: 'bad', hint: state.problem }
  }
}

/** `Yes, up to 8k`: with how much context a model fits now. */
export function fitSentence({ fit, state }: ModelEntry): ModelSentence {
  if (state.state === 'loaded') return { text: t('With {tokens}', { tokens: contextText(state.contextTokens) }), tone: 'good', hint: '' }
  if (fit === null || state.state === 'unusable') return { text: '—', tone: 'neutral', hint: '' }
  if (!fit.fits) {
    return {
      text: t('No'),
      tone: 'warn',
      hint: t('Needs {needed}, {free} are free.', { needed: formatBytes(fit.needsBytes), free: formatBytes(Math.max(0, fit.freeBytes)) }),
    }
  }
  const size = formatBytes(fit.needsBytes)
  return {
    text: t('Yes, up to {tokens}', { tokens: contextText(fit.contextTokens) }),
    tone: 'good',
    hint: fit.limitedBy === null ? t('Takes {size}.', { size }) : t('Takes {size}; memory allows no more context.', { size }),
  }
}

/** Tokens as models are named by: `8k`, `512`. */
export function contextText(tokens: number): string {
  return tokens < 1_024 ? String(tokens) : `${Math.floor(tokens / 1_024)}k`
}

const PLACES: Readonly<Record<ModelEntry['place'], string>> = {
  settings: t('From your settings'),
  folder: t('From your folder'),
  ollama: t('From Ollama'),
  'lm-studio': t('From LM Studio'),
  'hugging-face': t('From the Hugging Face cache'),
  'llama.cpp': t('From the llama.cpp cache'),
}

/** Where a model comes from and how large it is: `From Ollama, 3.2 B weights`. */
export function kindText({ facts, place }: ModelEntry): string {
  if (facts === null) return PLACES[place]
  const { parameters } = facts
  const weights = parameters >= 5e7 ? `${(parameters / 1e9).toFixed(1)} B` : `${(parameters / 1e6).toFixed(1)} M`
  return t('{place}, {weights} weights', { place: PLACES[place], weights })
}
