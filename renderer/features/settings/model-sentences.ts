import type { ModelEntry } from '#contracts/models.ts'
import type { Tone } from '../../ui/badges.tsx'
import { formatBytes } from '../../ui/format.ts'

/** How it stands with a model in a few words, and what to do about it; an empty hint when there is nothing to do. */
export interface ModelSentence {
  readonly text: string
  readonly tone: Tone
  readonly hint: string
}

export function stateSentence({ state, changed }: ModelEntry): ModelSentence {
  const hint = changed ? 'The file has changed since it was last checked. Check it again before you use it.' : ''
  switch (state.state) {
    case 'not-loaded':
      return { text: 'Not loaded', tone: changed ? 'warn' : 'neutral', hint }
    case 'loading':
      return { text: `Loading ${Math.floor(state.share * 100)} %`, tone: 'info', hint }
    case 'loaded': {
      const memory = state.rssBytes === null ? null : formatBytes(state.rssBytes)
      if (state.busy) return { text: memory === null ? 'Writing' : `Writing, holds ${memory}`, tone: 'good', hint }
      return { text: memory === null ? 'Loaded' : `Loaded ${memory}`, tone: 'good', hint }
    }
    case 'set-aside':
      return { text: 'Set aside', tone: 'bad', hint: `${state.why} It is left alone until you try again.` }
    case 'unusable':
      return { text: 'Cannot be used', tone: 'bad', hint: state.problem }
  }
}

/** `Yes, up to 8k`: with how much context a model fits now. */
export function fitSentence({ fit, state }: ModelEntry): ModelSentence {
  if (state.state === 'loaded') return { text: `With ${contextText(state.contextTokens)}`, tone: 'good', hint: '' }
  if (fit === null || state.state === 'unusable') return { text: '—', tone: 'neutral', hint: '' }
  if (!fit.fits) {
    return { text: 'No', tone: 'warn', hint: `Needs ${formatBytes(fit.needsBytes)}, ${formatBytes(Math.max(0, fit.freeBytes))} are free.` }
  }
  return {
    text: `Yes, up to ${contextText(fit.contextTokens)}`,
    tone: 'good',
    hint: `Takes ${formatBytes(fit.needsBytes)}${fit.limitedBy === null ? '' : '; memory allows no more context'}.`,
  }
}

/** Tokens as models are named by: `8k`, `512`. */
export function contextText(tokens: number): string {
  return tokens < 1_024 ? String(tokens) : `${Math.floor(tokens / 1_024)}k`
}

const PLACES: Readonly<Record<ModelEntry['place'], string>> = {
  settings: 'From your settings',
  folder: 'From your folder',
  ollama: 'From Ollama',
  'lm-studio': 'From LM Studio',
  'hugging-face': 'From the Hugging Face cache',
  'llama.cpp': 'From the llama.cpp cache',
}

/** Where a model comes from and how large it is: `From Ollama, 3.2 B weights`. */
export function kindText({ facts, place }: ModelEntry): string {
  if (facts === null) return PLACES[place]
  const { parameters } = facts
  const weights = parameters >= 5e7 ? `${(parameters / 1e9).toFixed(1)} B` : `${(parameters / 1e6).toFixed(1)} M`
  return `${PLACES[place]}, ${weights} weights`
}
