import { type Finding, highestLabel, type Label } from '#contracts/privacy.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import { type Log, token } from '../platform.ts'
import { createOccurrences } from '../privacy/index.ts'
import type { PrivacyRules } from '../privacy/rules/index.ts'
import type { ScanForDecision } from '../routing/index.ts'
import type { TextWorkers } from '../sources/types.ts'
import type { GenerationStore, SourceStore } from '../storage/types.ts'
import { createConversationMemory, NOTHING_REMEMBERED, type PrivateValue, type Remembered } from './conversation-memory.ts'
import { createScans } from './scans.ts'
import type { SourceText } from './types.ts'

/** What was found in each text of a request, which masking needs. */
export interface RequestScan {
  readonly promptFindings: readonly Finding[]
  readonly sourceFindings: ReadonlyMap<string, readonly Finding[]>
  /** Of the sources' names, which go to a model with their texts. */
  readonly nameFindings: ReadonlyMap<string, readonly Finding[]>
  /** By what each text holds alone, whatever the user said of the whole. */
  readonly promptLabel: Label
  readonly sourceLabels: ReadonlyMap<string, Label>
  /** Of the conversation that the request is part of. */
  readonly remembered: Remembered
}

export interface RequestToScan {
  readonly prompt: string
  readonly sources: readonly SourceText[]
  readonly options: Pick<RouteOptions, 'conversation'>
  /** Its id, where it has one: what it holds itself is not what was said before. */
  readonly turn?: string | undefined
}

interface Found {
  readonly label: Label
  readonly findings: readonly Finding[]
}

interface Known extends Found {
  /** What it is by itself. */
  readonly alone: Label
}

/** Findings per source in a decision are capped to keep it small. */
const FINDINGS_PER_SOURCE = 200

export interface RequestScanner {
  /** Scans the texts of a request, and looks in them for what was private earlier in its conversation. What cannot be checked is restricted. */
  scan(request: RequestToScan, signal: AbortSignal): Promise<RequestScan & { readonly forDecision: ScanForDecision }>
  /** Other privacy rules hold: everything is scanned anew, also what is being scanned now. */
  forget(): void
}

export function createRequestScanner(deps: {
  readonly workers: Pick<TextWorkers, 'scan'>
  readonly rules: Pick<PrivacyRules, 'current'>
  readonly generations: Pick<GenerationStore, 'turnsOf' | 'turnTexts'>
  readonly sources: Pick<SourceStore, 'text'>
  readonly log: Log
}): RequestScanner {
  const { log } = deps
  const scans = createScans(deps.workers)
  const memory = createConversationMemory({ ...deps, scans })

  async function scanAll({ prompt, sources, options, turn }: RequestToScan, signal: AbortSignal) {
    const { conversation } = options
    // Another process may have changed the rules: what is kept of stored texts is then forgotten before any of it is used.
    const asked: Promise<unknown> = conversation === undefined && sources.length === 0 ? Promise.resolve() : deps.rules.current()
    const [remembered, ...scanned] = await Promise.all([
      conversation === undefined ? NOTHING_REMEMBERED : asked.then(() => memory.recall(conversation, turn ?? null, signal)),
      scans.text(prompt, signal),
      asked.then(() => Promise.all(sources.map((source) => scans.source(source, signal)))),
      Promise.all(sources.map(({ name }) => scans.text(name, signal))),
    ])
    const [ofPrompt, ofSources, ofNames] = scanned
    const among = knownAmong(remembered.values)
    return {
      remembered,
      prompt: among(prompt, ofPrompt),
      sources: sources.map((source, index) => ({
        source,
        text: among(source.text, ofSources[index] ?? UNREAD),
        name: among(source.name, ofNames[index] ?? UNREAD),
      })),
    }
  }

  async function scan(request: RequestToScan, signal: AbortSignal): ReturnType<RequestScanner['scan']> {
    try {
      const { remembered, prompt, sources } = await scanAll(request, signal)
      const all = [prompt, ...sources.flatMap(({ text, name }) => [text, name])]
      const unlabelled: Label = request.sources.some(({ isUnlabelled }) => isUnlabelled === true) ? 'restricted' : 'public'
      const unknown: Label = remembered.isIncomplete ? 'restricted' : 'public'
      const label = highestLabel([...all.map((text) => text.label), unlabelled, unknown])
      const alone = highestLabel([...all.map((text) => text.alone), unlabelled])
      return {
        remembered,
        promptFindings: prompt.findings,
        sourceFindings: new Map(sources.map(({ source, text }) => [source.id, text.findings])),
        nameFindings: new Map(sources.map(({ source, name }) => [source.id, name.findings])),
        promptLabel: prompt.label,
        // A source goes to a model with its name.
        sourceLabels: new Map(sources.map(({ source, text, name }) => [source.id, highestLabel([text.label, name.label])])),
        forDecision: {
          label,
          byConversation: label !== alone,
          findings: [
            ...prompt.findings,
            ...sources.flatMap(({ source, text }) =>
              text.findings.slice(0, FINDINGS_PER_SOURCE).map((finding) => ({ ...finding, source: source.id })),
            ),
          ],
        },
      }
    } catch (error) {
      signal.throwIfAborted()
      const id = log.error('gate.scan_failed', error)
      log.warn('gate.treated_as_restricted', { id: token(id) })
      return {
        forDecision: 'failed',
        promptFindings: [],
        sourceFindings: new Map(),
        nameFindings: new Map(),
        promptLabel: 'restricted',
        sourceLabels: new Map(),
        remembered: NOTHING_REMEMBERED,
      }
    }
  }

  return {
    scan,
    forget() {
      scans.forget()
      memory.forget()
    },
  }
}

const UNREAD: Found = { label: 'restricted', findings: [] }

/** Adds what was private before to what was found in a text. A place that was found anyway stays what it was found to be. */
function knownAmong(values: readonly PrivateValue[]): (text: string, found: Found) => Known {
  const byLabel = [...Map.groupBy(values, ({ label }) => label)].map(([of, group]) => ({ of, find: createOccurrences(group) }))
  return (text, { label, findings }) => {
    const known = byLabel.map(({ of, find }) => ({ of, found: find(text) })).filter(({ found }) => found.length > 0)
    if (known.length === 0) return { label, findings, alone: label }
    const added = known
      .flatMap(({ found }) => found)
      .filter((one) => !findings.some(({ type, start, end }) => type === one.type && start <= one.start && one.end <= end))
    return {
      label: highestLabel([label, ...known.map(({ of }) => of)]),
      findings: [...findings, ...added].toSorted((a, b) => a.start - b.start),
      alone: label,
    }
  }
}
