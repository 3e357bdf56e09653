import type { DocumentSummary, DocumentWithVersions, Version } from '#contracts/documents.ts'
import { TidegateError } from '#contracts/errors.ts'
import { highestLabel, type Label, type ScanResult } from '#contracts/privacy.ts'
import type { FeedbackBook } from '../learning/index.ts'
import type { Platform } from '../platform.ts'
import type { DocumentStore } from '../storage/types.ts'
import type { UpkeepStore } from '../storage/upkeep-store.ts'
import { editedShare } from './edited-share.ts'
import { followCitations } from './follow-citations.ts'

/** Ancestors that are looked through for the draft that an edit began with. */
const MOST_ANCESTORS = 1_000

export interface DocumentService {
  list(page: {
    limit: number
    before?: number | undefined
    origin?: DocumentSummary['origin'] | undefined
  }): Promise<readonly DocumentSummary[]>
  /** Throws NOT_FOUND, as the others do. */
  get(id: string): Promise<DocumentWithVersions>
  ofGeneration(id: string): Promise<DocumentWithVersions>
  version(id: string): Promise<Version>
  /** Keeps an edited text; the router learns how much of the draft was changed. Throws BAD_INPUT when nothing was. */
  edit(parent: string, text: string): Promise<Version>
  restore(id: string): Promise<Version>
  name(id: string, name: string): Promise<void>
  keep(id: string): Promise<void>
  /** Deletes a document for good, with all its versions and their requests; what was spent stays known. Throws CONFLICT while something of it runs or waits. */
  remove(id: string): Promise<void>
}

export function createDocumentService(deps: {
  platform: Platform
  store: DocumentStore
  removeDocument: UpkeepStore['removeDocument']
  scan(text: string): Promise<ScanResult>
  feedback: Pick<FeedbackBook, 'add'>
  onChanged(documentId: string): void
  onRemoved(): void
}): DocumentService {
  const { store, platform } = deps

  async function version(id: string): Promise<Version> {
    const found = await store.version(id)
    if (found === null) throw new TidegateError('NOT_FOUND', `There is no version ${id}. Open the document again to see which there are.`)
    return found
  }

  async function get(id: string): Promise<DocumentWithVersions> {
    const found = await store.get(id)
    if (found === null) throw noSuchDocument(id)
    return found
  }

  /** What a person adds can raise the label; it never falls below that of what was there. */
  async function labelOf(text: string, parent: Label): Promise<Label> {
    try {
      return highestLabel([parent, (await deps.scan(text)).label])
    } catch (error) {
      platform.log.error('documents.scan_failed', error)
      return 'restricted'
    }
  }

  async function add(
    parent: Version,
    given: Pick<Version, 'text' | 'citations' | 'label'> & { kind: 'edit' | 'restore' },
  ): Promise<Version> {
    const id = platform.ids.next('ver')
    const added = await store.add({ ...given, id, parentId: parent.id, createdAt: platform.clock.now() })
    deps.onChanged(added.documentId)
    return added
  }

  /** The draft of an engine that an edit began with. */
  async function draftBehind(start: Version): Promise<Version | null> {
    let at: Version | null = start
    for (let steps = 0; at !== null && at.kind !== 'generation' && at.kind !== 'partial' && steps < MOST_ANCESTORS; steps += 1) {
      at = at.parentId === null ? null : await store.version(at.parentId)
    }
    return at?.kind === 'generation' ? at : null
  }

  async function learn(parent: Version, text: string): Promise<void> {
    const draft = await draftBehind(parent)
    if (draft?.generationId == null || draft.state !== 'succeeded') return
    await deps.feedback.add(draft.generationId, 'edited', editedShare(draft.text, text))
  }

  return {
    list: (page) => store.list(page),
    get,
    async ofGeneration(id) {
      const document = await store.ofGeneration(id)
      if (document === null)
        throw new TidegateError('NOT_FOUND', `There is no generation ${id}. "tidegate history list" shows what there is.`)
      return get(document)
    },
    version,
    async edit(parentId, text) {
      const parent = await version(parentId)
      if (text === parent.text) throw new TidegateError('BAD_INPUT', 'Nothing was changed, so there is nothing to keep.')
      const label = await labelOf(text, parent.label)
      const added = await add(parent, { kind: 'edit', text, label, citations: followCitations(parent.text, parent.citations, text) })
      // What the router learns is worth less than the text: that it cannot be written down must not cost the edit.
      await learn(parent, text).catch((error: unknown) => platform.log.error('documents.not_learnt', error))
      return added
    },
    async restore(id) {
      const { text, citations, label, documentId } = await version(id)
      const { document } = await get(documentId)
      const parent = await version(document.current ?? id)
      return add(parent, { kind: 'restore', text, citations, label })
    },
    async name(id, name) {
      const { documentId } = await version(id)
      await store.name(id, name.trim())
      deps.onChanged(documentId)
    },
    async keep(id) {
      const { documentId } = await version(id)
      await store.keep(id)
      deps.onChanged(documentId)
    },
    async remove(id) {
      const removal = await deps.removeDocument(id)
      if (removal === 'missing') throw noSuchDocument(id)
      if (removal === 'running')
        throw new TidegateError('CONFLICT', 'A request of this document runs or waits. Stop it first, then delete.')
      deps.onRemoved()
    },
  }
}

function noSuchDocument(id: string): TidegateError {
  return new TidegateError('NOT_FOUND', `There is no document ${id}. "tidegate history list" shows what there is.`)
}
