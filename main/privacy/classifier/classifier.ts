import { type Finding, type Label, labelRank } from '#contracts/privacy.ts'
import { disguisedWays, disguiseHints, isSecret, plainWays, scanWays } from './disguised.ts'
import { withoutDismissed } from './dismissed.ts'
import { type Reader, scanEncoded } from './encoded.ts'
import { highestLabelOf, labelOf, labelOfFinding } from './label.ts'
import { createRunReader, type LetterRuns, NO_RUNS } from './letter-runs.ts'
import { normalise } from './normalise.ts'
import type { Focus } from './readings/focus.ts'
import { RECOGNIZERS } from './recognizers/index.ts'
import { createSecretTagger, STEM_LITERALS } from './recognizers/secrets/index.ts'
import { type RequestJudge, requestJudgeInSteps } from './request-level/index.ts'
import { resolveOverlaps } from './resolve-overlaps.ts'
import type { RowSet } from './row-set.ts'
import { type Runner, runnerInSteps } from './run-recognizers.ts'
import { AROUND, cutSections, type Section } from './sections.ts'
import { inOneGo, type Steps } from './steps.ts'
import { addressTagger } from './taggers/addresses.ts'
import { createFieldNameCheck } from './taggers/field-names.ts'
import { createHealthTagger } from './taggers/health.ts'
import { namesBesideMail } from './taggers/mail-names.ts'
import { createNameTagger, type NameTagger } from './taggers/names.ts'
import { createPhoneTagger } from './taggers/phones.ts'
import { createPhraseTagger } from './taggers/phrases.ts'
import type { Classification, Lexicons, SectionClassifier, Tagger, TextView } from './types.ts'
import { createUnitReader } from './units.ts'
import { createWordFinder, NO_WORDS } from './words.ts'

/** From this score on a name counts that stands in what was escaped. */
const LIKELY = 0.5
/** What stands between the fields of an address. */
const FIELD_SIGNS = /[?&=]/g

/** What a workspace adds to the built-in recognisers. */
export interface ClassifierExtras {
  readonly taggers?: readonly Tagger[]
  /** Whether a finding of the normalised text is to be dropped. Never asked about what is restricted. */
  readonly isDismissed?: (finding: Finding, view: Pick<TextView, 'text'>) => boolean
}

/** What was found in a text. */
interface Read {
  readonly found: Finding[]
  readonly judged: Finding[]
  /** One reading for every character of what was found, where that is all and has been worked out. */
  readonly resolved: Finding[] | null
}

/** What a text is searched with. Where only findings of some weight count, the rows that make no others are left out. */
interface Finders {
  /** All without it. */
  readonly rows?: () => RowSet
  readonly by: readonly Tagger[]
  /** Whether none of the taggers looks at the words of a text. */
  readonly isWordless?: boolean
}

/** What takes longest to make of a classifier. */
export interface ClassifierParts {
  readonly runner: Runner
  /** null without a model of what requests amount to. */
  readonly judgeRequest: RequestJudge | null
}

/** The built-in recognisers, and the judgement on a request as a whole, made ready. */
export function* partsInSteps({ patternFacts, requestModel }: Pick<Lexicons, 'patternFacts' | 'requestModel'>): Steps<ClassifierParts> {
  const runner = yield* runnerInSteps(RECOGNIZERS, STEM_LITERALS, patternFacts)
  yield
  return { runner, judgeRequest: requestModel === undefined ? null : yield* requestJudgeInSteps(requestModel) }
}

/**
 * Finds what is sensitive: normalises the text, runs the recognisers and taggers, looks inside encoded values, settles overlaps, and
 * maps every span back to the original.
 */
export function createClassifier(
  lexicons: Lexicons,
  extras: ClassifierExtras = {},
  { runner, judgeRequest }: ClassifierParts = inOneGo(partsInSteps(lexicons)),
): SectionClassifier {
  const secretTagger = createSecretTagger()
  const phoneTagger = createPhoneTagger()
  const healthTagger = createHealthTagger(lexicons)
  const names: readonly NameTagger[] =
    lexicons.tagger === undefined ? [] : [createNameTagger(lexicons.tagger, createFieldNameCheck(lexicons))]
  const taggers: readonly Tagger[] = [
    secretTagger,
    addressTagger,
    phoneTagger,
    ...names,
    createPhraseTagger(lexicons),
    healthTagger,
    ...(extras.taggers ?? []),
  ]
  const all: Finders = { by: taggers }
  const rowsFrom = (least: Label): (() => RowSet) =>
    once(() => runner.only((row) => isSecret(row) || labelRank(highestLabelOf(row)) >= labelRank(least)))
  /** What these find can decide a label; names, professions and nationalities alone never do. */
  const further = extras.taggers ?? []
  const decisive: Finders = { rows: rowsFrom('internal'), by: [secretTagger, addressTagger, phoneTagger, healthTagger, ...further] }
  const confiding: Finders = { rows: rowsFrom('confidential'), by: decisive.by }
  /** Addresses and phone numbers are at most confidential. */
  const restrictive: Finders = { rows: rowsFrom('restricted'), by: [secretTagger, healthTagger, ...further] }
  const secretive: Finders = { rows: once(() => runner.only((row) => isSecret(row))), by: [secretTagger], isWordless: true }
  const { isDismissed } = extras
  const findWords = createWordFinder(lexicons)

  /** Units of a text that is read are needed to its end; of those that are read within it, each only until the next. */
  const readUnits = createUnitReader()
  const readInnerUnits = createUnitReader()

  const readRuns = createRunReader()
  const readInnerRuns = createRunReader()

  function viewOf(text: string, units: Uint16Array, runs: LetterRuns, isWordless = false): TextView {
    const lower = lowerOf(text)
    const words = isWordless ? NO_WORDS : findWords(text, units, runs)
    return { text, lower, units, runs, words, survey: runner.survey(text, lower, units) }
  }

  /** With a focus, what cannot touch it may be left out. */
  function findIn(view: TextView, { rows, by }: Finders = all, focus: Focus | null = null): Finding[] {
    const found: Finding[] = []
    runner.run(view.text, view.survey, found, view.units, rows?.(), focus)
    for (const tag of by) for (const finding of tag(view)) found.push(finding)
    if (by === taggers) for (const finding of namesBesideMail(view.text, found)) found.push(finding)
    return isDismissed === undefined ? found : withoutDismissed(found, (finding) => isDismissed(finding, view))
  }

  /** Findings of a text that is written otherwise; spans are of what is handed in. */
  function findWithin(written: string, by: Finders, counts: (finding: Finding) => boolean, focus: Focus | null = null): Finding[] {
    const { text, toOriginal } = normalise(written)
    const units = readInnerUnits(text)
    const runs = by.isWordless === true ? NO_RUNS : readInnerRuns(units, text.length)
    // The focus is of the text as it was written.
    const found = findIn(viewOf(text, units, runs, by.isWordless), by, text === written ? focus : null).filter(counts)
    return text === written ? found : found.map((finding) => ({ ...finding, ...toOriginal(finding.start, finding.end) }))
  }

  const isPrivate = (finding: Finding): boolean => labelOfFinding(finding) !== 'public'
  const encoded: Reader = {
    /** Inside what is encoded only what decides a label counts: names turn up in any decoded noise. */
    scan: (text) => findWithin(text, decisive, isPrivate),
    scanConfidential: (text) => findWithin(text, confiding, isPrivate),
    scanRestricted: (text) => findWithin(text, restrictive, isPrivate),
    scanSecrets: (text) => findWithin(text, secretive, isSecret),
    scanWords: (text, focus) => [...findWithin(text, decisive, isPrivate, focus), ...namesBetweenSigns(text, focus)],
  }

  /** Names in what was escaped: the signs between the fields of an address are none of the names beside them. */
  function namesBetweenSigns(escaped: string, focus: Focus | null): Finding[] {
    const written = escaped.replace(FIELD_SIGNS, ' ')
    const { text, toOriginal } = normalise(written)
    const units = readInnerUnits(text)
    const runs = readInnerRuns(units, text.length)
    return names
      .flatMap((tag) => tag({ text, units, runs, focus: text === written ? focus : null }))
      .filter((finding) => finding.score >= LIKELY && isDismissed?.(finding, { text }) !== true)
      .map((finding) => ({ ...finding, ...toOriginal(finding.start, finding.end) }))
  }

  /**
   * What is found in a text as it stands, overlaps and all, and what it says as a whole; spans are of the original. `isBeginning` is false
   * for a text that goes on from another.
   */
  function read(original: string, isBeginning: boolean): Read {
    const { text, toOriginal } = normalise(original)
    const units = readUnits(text)
    const view = viewOf(text, units, readRuns(units, text.length))
    const found = findIn(view)
    const ways = plainWays(view)
    const hints = disguiseHints(view, original)
    // Looking inside what is encoded surveys other texts: from here on the view's own survey is gone.
    for (const finding of scanEncoded(text, view.survey, encoded)) found.push(finding)
    if (hints.isOdd || hints.isEncoded || hints.isCovered) ways.push(...disguisedWays(text, labelOf(found), hints))
    for (const finding of scanWays(ways, encoded)) found.push(finding)
    const resolved = judgeRequest === null ? null : resolveOverlaps(found)
    const judged = judgeRequest === null || resolved === null ? [] : judgeRequest(view, resolved, isBeginning)
    if (text === original) return { found, judged, resolved: judged.length === 0 ? resolved : null }
    const back = (finding: Finding): Finding => ({ ...finding, ...toOriginal(finding.start, finding.end) })
    return { found: found.map(back), judged: judged.map(back), resolved: null }
  }

  function scanSection(text: string, { start, end }: Section, goesOn = false): Finding[] {
    const from = Math.max(0, start - AROUND)
    const to = Math.min(text.length, end + AROUND)
    const { found, judged } = read(from === 0 && to === text.length ? text : text.slice(from, to), start === 0 && !goesOn)
    const own =
      from === 0 && to === text.length && start === 0 && end === to
        ? found
        : found.filter((one) => one.start + from >= start && one.start + from < end)
    for (const finding of judged) own.push(finding)
    return from === 0 ? own : own.map((finding) => ({ ...finding, start: finding.start + from, end: finding.end + from }))
  }

  return {
    scanSection,
    scan(text) {
      const sections = cutSections(text)
      if (sections.length > 1) return settle(sections.flatMap((section) => scanSection(text, section)))
      const { found, judged, resolved } = read(text, true)
      if (resolved !== null) return { label: labelOf(found), findings: resolved }
      for (const finding of judged) found.push(finding)
      return settle(found)
    },
  }
}

/** One reading for every character. The label is that of all that was found: what a longer reading hides is there all the same. */
export function settle(found: readonly Finding[]): Classification {
  return { label: labelOf(found), findings: resolveOverlaps(found) }
}

function once<T>(make: () => T): () => T {
  let made: T | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** Lower case of the same length: a letter that would grow (İ) stays, or it would move every offset behind it. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length
    ? lower
    : text
        .split('İ')
        .map((run) => run.toLowerCase())
        .join('İ')
}
