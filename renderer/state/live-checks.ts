import type { JudgedScan } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import { type ComposeStore, routeOptions } from './compose-store.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import type { HostStore } from './host-store.ts'
import { createLatest } from './latest.ts'
import type { PreviewStore } from './preview-store.ts'
import type { RulesStore } from './rules-store.ts'
import { requestedSources, type SourcesStore } from './sources-store.ts'
import { fieldsFor } from './template-fields.ts'
import type { TemplatesStore } from './templates-store.ts'

const SCAN_DELAY_MS = 60
const PREVIEW_DELAY_MS = 300

interface Stores {
  readonly connection: ConnectionStore
  readonly compose: ComposeStore
  readonly sources: SourcesStore
  readonly templates: TemplatesStore
  readonly preview: PreviewStore
  readonly host: HostStore
  readonly rules: RulesStore
}

/** Scans the prompt and previews the decision as the person types, until the returned function is called. */
export function startLiveChecks({ connection, compose, sources, templates, preview, host, rules }: Stores): () => void {
  const chosen = () => templates.getState().templates.find(({ id }) => id === compose.getState().template)

  const scan = createLatest<string, JudgedScan>({
    delayMs: SCAN_DELAY_MS,
    run: (text, signal) => connection.api().privacy.scan({ text }, { signal }),
    onAnswer: (text, result) => compose.getState().scanned(text, result.findings, result.label),
    onFailure: (text) => compose.getState().scanFailed(text),
  })

  const decide = createLatest<null, RoutingDecision>({
    delayMs: PREVIEW_DELAY_MS,
    run(_, signal) {
      const request = {
        prompt: compose.getState().prompt,
        template: compose.getState().template,
        fields: fieldsFor(chosen(), compose.getState().fields),
        sources: requestedSources(sources.getState()),
        options: routeOptions(compose.getState()),
      }
      return connection.api().routing.preview(request, { signal })
    },
    onAnswer: (_, decision) => preview.setState({ decision, pending: false, error: null }),
    onFailure: (_, error) => preview.setState({ decision: null, pending: false, error: describeError(error) }),
  })

  const askScan = (): void => {
    const { prompt } = compose.getState()
    if (prompt === '' || connection.getState().status !== 'open') scan.cancel()
    else scan.ask(prompt)
  }

  const askPreview = (): void => {
    const { prompt, fields } = compose.getState()
    const empty = prompt.trim() === '' && Object.keys(fieldsFor(chosen(), fields)).length === 0
    if (empty || connection.getState().status !== 'open') {
      decide.cancel()
      preview.setState({ decision: null, pending: false, error: null })
    } else {
      preview.setState({ pending: true })
      decide.ask(null)
    }
  }

  const stops = [
    compose.subscribe((now, before) => {
      if (now.prompt !== before.prompt) askScan()
      const changed =
        now.prompt !== before.prompt ||
        now.template !== before.template ||
        now.fields !== before.fields ||
        now.route !== before.route ||
        now.localOnly !== before.localOnly ||
        now.raisedLabel !== before.raisedLabel ||
        now.prefer !== before.prefer
      if (changed) askPreview()
    }),
    sources.subscribe((now, before) => {
      const drawn = (state: typeof now): string => state.folders.map(({ id, label, sources }) => `${id} ${label} ${sources}`).join()
      if (now.sources !== before.sources || now.excluded !== before.excluded || drawn(now) !== drawn(before)) askPreview()
    }),
    host.subscribe((now, before) => {
      if (now.config !== before.config) askPreview()
    }),
    rules.subscribe((now, before) => {
      // What was found under the earlier rules says nothing any more. The first list to arrive changes nothing.
      if (now.rules === before.rules || before.rules === null) return
      askScan()
      askPreview()
    }),
    connection.subscribe((now, before) => {
      if (now.epoch === before.epoch) return
      askScan()
      askPreview()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    scan.cancel()
    decide.cancel()
  }
}
