import type { Finding } from '#contracts/privacy.ts'
import { messageText, placesIn } from '#contracts/transcript.ts'
import type { TextToMask } from '../../privacy/masking/index.ts'
import type { ChatMessage } from '../../providers/types.ts'
import { estimateTextTokens } from '../../routing/index.ts'
import { isChat } from '../../templates/index.ts'
import { rankTexts } from '../extractive/index.ts'
import { fits, LEAST_SOURCE_TOKENS, type Passage, selectPassages } from '../passages.ts'
import { composeChat, composeMessages } from '../prompt.ts'
import type { SourceText } from '../types.ts'
import type { Task } from './types.ts'

/** A cautious number of characters per token; where a language packs fewer, that is taken. */
const CHARS_PER_TOKEN = 3
/** Room for the rules around the texts. */
const RULES_CHARS = 1_000

/** What a model is given: the user's texts with what was found in them, and how they become messages. */
export interface Material {
  readonly texts: readonly TextToMask[]
  readonly compose: (texts: readonly string[]) => readonly ChatMessage[]
}

/** What is asked, and of which of the request's sources: the whole request unless said otherwise. */
export interface Question {
  readonly text: string
  readonly findings: readonly Finding[]
  readonly sources: readonly SourceText[]
}

/** The question and the passages nearest to it, as many as the context of the model has room for. */
export async function materialFor(
  task: Task,
  room: { readonly contextTokens: number; readonly maxTokens: number; readonly masked: boolean },
  question: Question = { text: task.generation.prompt, findings: task.judged.promptFindings, sources: task.sources },
): Promise<Material> {
  if (isChat(task.generation.template)) return chatMaterial(task, question, room.masked)
  const { sources } = question
  const perToken = charsPerToken([question.text, ...sources.map(({ text }) => text)])
  const rest = (room.contextTokens - room.maxTokens) * perToken - question.text.length - RULES_CHARS
  const budget = Math.max(LEAST_SOURCE_TOKENS * perToken, rest)
  // Where all of it fits there is nothing to choose, and nothing to wait for.
  const byMeaning = fits(sources, budget)
    ? []
    : ((await task.byMeaning?.(
        question.text,
        sources.map(({ id }) => id),
      )) ?? [])
  const chosen = selectPassages(question.text, sources, budget, { rank: rankTexts, byMeaning })
  const { form } = task.generation
  return {
    texts: [{ text: question.text, findings: question.findings }, ...chosen.flatMap((passage) => textsOf(task, passage))],
    compose([prompt = '', ...rest]) {
      const passages = chosen.map((passage, i) => ({ ...passage, sourceName: rest[2 * i] ?? '', text: rest[2 * i + 1] ?? '' }))
      return composeMessages({ prompt, form, passages, masked: room.masked })
    },
  }
}

/**
 * Each message of a conversation as a text of its own, so that nothing that is masked reaches over the border between two, and nothing that is
 * said in one can become another. What follows the conversation in the question (why an answer was refused, for example) is the last message.
 */
function chatMaterial({ generation }: Task, question: Question, masked: boolean): Material {
  const { prompt, form } = generation
  const said = question.text.startsWith(prompt) ? prompt : question.text
  const places = placesIn(said)
  const more = question.text.slice(said.length)
  const roles = [...places.map(({ role }) => role), ...(more === '' ? [] : ['user' as const])]
  const ends = [...places, ...(more === '' ? [] : [{ start: said.length, end: question.text.length }])]
  return {
    texts: ends.map((place) => ({ text: question.text.slice(place.start, place.end), findings: within(question.findings, place) })),
    compose: (texts) =>
      composeChat({ messages: texts.map((text, n) => ({ role: roles[n] ?? 'user', content: messageText(text) })), form, masked }),
  }
}

function charsPerToken(texts: readonly string[]): number {
  const chars = texts.reduce((sum, text) => sum + text.length, 0)
  const tokens = texts.reduce((sum, text) => sum + estimateTextTokens(text), 0)
  return Math.min(CHARS_PER_TOKEN, chars / Math.max(1, tokens))
}

function textsOf({ judged }: Task, passage: Passage): TextToMask[] {
  return [
    { text: passage.sourceName, findings: judged.nameFindings.get(passage.source) ?? [] },
    { text: passage.text, findings: within(judged.sourceFindings.get(passage.source) ?? [], passage) },
  ]
}

/** Findings that touch a part of a text, moved to the part's own offsets. */
function within(findings: readonly Finding[], passage: { readonly start: number; readonly end: number }): Finding[] {
  return findings
    .filter(({ start, end }) => start < passage.end && end > passage.start)
    .map((finding) => ({
      ...finding,
      start: Math.max(0, finding.start - passage.start),
      end: Math.min(passage.end - passage.start, finding.end - passage.start),
    }))
}
