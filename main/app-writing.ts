import { join } from 'node:path'
import type { AppOptions } from './app-types.ts'
import { createDraftService } from './compose/index.ts'
import type { JobEngine } from './coordinator/types.ts'
import type { EventBus } from './event-bus.ts'
import { type AheadOfJobs, createGenerationService, type Gate, type LiveDrafts } from './execution/index.ts'
import { createComparisonService, createDocumentService, createExports, createHistorySearch } from './history/index.ts'
import type { Learning } from './learning/index.ts'
import type { Platform } from './platform.ts'
import type { PassageSearch, SourceLibrary } from './sources/index.ts'
import type { TextWorkers } from './sources/types.ts'
import type { OpenedStorage } from './storage/index.ts'
import { createTemplateBook, loadBuiltInTemplates } from './templates/index.ts'

/** Builds the part of the app that a person writes with: templates, requests and their drafts, documents and what is kept of them. */
export function composeWriting({
  options,
  platform,
  storage,
  events,
  workers,
  feedback,
  passages,
  ...execution
}: {
  options: AppOptions
  platform: Platform
  storage: OpenedStorage
  events: EventBus
  workers: TextWorkers
  feedback: Learning['feedback']
  passages: PassageSearch
  jobs: JobEngine
  gate: Gate
  live: LiveDrafts
  ahead: AheadOfJobs
  sources: SourceLibrary
}) {
  const { clock } = platform
  const templates = createTemplateBook({
    store: storage.templates,
    clock,
    builtIn: () => loadBuiltInTemplates(join(options.resourcesDir, 'templates')),
    onChanged: () => events.emit({ type: 'templates_changed' }),
  })
  const generations = createGenerationService({ platform, storage, events, templates, ...execution })
  const onChanged = (documentId: string): void => events.emit({ type: 'document_changed', documentId })
  const documents = createDocumentService({
    platform,
    store: storage.documents,
    removeDocument: storage.upkeep.removeDocument,
    scan: (text) => workers.scan(text),
    feedback,
    onChanged,
    onRemoved: () => events.emit({ type: 'history_cleared' }),
  })
  return {
    templates,
    generations,
    documents,
    comparisons: createComparisonService({
      platform,
      store: storage.comparisons,
      documents: storage.documents,
      generations,
      onChanged,
    }),
    history: createHistorySearch({ history: storage.history, passages }),
    exports: createExports({ documents: storage.documents, generations, sources: storage.sources }),
    drafts: createDraftService({
      store: storage.drafts,
      clock,
      onSaved: (revision) => events.emit({ type: 'compose_changed', revision }),
    }),
  }
}
