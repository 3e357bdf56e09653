import type { Finding } from '#contracts/privacy.ts'
import { scanEncoded } from './encoded.ts'
import { labelOf } from './label.ts'
import { normalise } from './normalise.ts'
import { RECOGNIZERS } from './recognizers/index.ts'
import { createRequestJudge } from './request-level/index.ts'
import { resolveOverlaps } from './resolve-overlaps.ts'
import { createRunner } from './run-recognizers.ts'
import { createHealthTagger } from './taggers/health.ts'
import { createNameTagger } from './taggers/names.ts'
import { phoneTagger } from './taggers/phones.ts'
import { createPhraseTagger } from './taggers/phrases.ts'
import type { Classifier, Lexicons, Tagger, TextView } from './types.ts'
import { createWordFinder } from './words.ts'

/** What a workspace adds to the built-in recognisers. */
export interface ClassifierExtras {
  readonly taggers?: readonly Tagger[]
  /** Whether a finding of the normalised text is to be dropped. Never asked about what is restricted. */
  readonly isDismissed?: (finding: Finding, view: TextView) => boolean
}

/**
 * Finds what is sensitive: normalises the text, runs the recognisers and taggers, looks inside encoded values, settles overlaps, and
 * maps every span back to the original.
 */
export function createClassifier(lexicons: Lexicons, extras: ClassifierExtras = {}): Classifier {
  const runner = createRunner(RECOGNIZERS)
  const taggers: readonly Tagger[] = [
    phoneTagger,
    createNameTagger(lexicons),
    createPhraseTagger(lexicons),
    createHealthTagger(lexicons),
    ...(extras.taggers ?? []),
  ]
  const { isDismissed } = extras
  const findWords = createWordFinder(lexicons)
  const judgeRequest = lexicons.requestModel === undefined ? null : createRequestJudge(lexicons.requestModel)

  function findIn(text: string): Finding[] {
    const view: TextView = { text, lower: lowerOf(text), words: findWords(text) }
    const found: Finding[] = []
    runner.run(text, runner.survey(view.lower), found)
    for (const tag of taggers) for (const finding of tag(view)) found.push(finding)
    if (isDismissed === undefined) return found
    return found.filter((finding) => labelOf([finding]) === 'restricted' || !isDismissed(finding, view))
  }

  /** Inside what is encoded only what decides a label counts: names turn up in any decoded noise. */
  function findDecisive(decoded: string): Finding[] {
    const { text, toOriginal } = normalise(decoded)
    return findIn(text)
      .filter((finding) => labelOf([finding]) !== 'public')
      .map((finding) => ({ ...finding, ...toOriginal(finding.start, finding.end) }))
  }

  return {
    scan(original) {
      const { text, toOriginal } = normalise(original)
      const found = [...findIn(text), ...scanEncoded(text, findDecisive)]
      const settled = resolveOverlaps(found)
      const judged = judgeRequest === null ? [] : judgeRequest({ text, lower: lowerOf(text) }, settled)
      const findings = (judged.length === 0 ? settled : resolveOverlaps([...settled, ...judged])).map((finding) => ({
        ...finding,
        ...toOriginal(finding.start, finding.end),
      }))
      // Of everything that was found: what a longer reading of the same characters hides is there all the same.
      return { label: labelOf([...found, ...judged]), findings }
    },
  }
}

/** Lower case of the same length: a few letters would grow (İ), which would move every offset behind them. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
