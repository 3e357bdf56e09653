import { fetched } from '../../ui/fetched.ts'

/** Parts of the view that are seldom opened, or not before there is a draft. Each is fetched when it is first wanted, or before that while nothing else happens. */
const PARTS = {
  blocks: fetched(async () => (await import('./draft-blocks.tsx')).DraftBlocks),
  findings: fetched(async () => (await import('./finding-list.tsx')).FindingList),
  editor: fetched(async () => (await import('./editor/markdown-field.tsx')).MarkdownField),
  compare: fetched(async () => (await import('./compare-dialog.tsx')).CompareDialog),
  citation: fetched(async () => (await import('./citation-panel.tsx')).CitationPanel),
  history: fetched(async () => (await import('./history-panel.tsx')).HistoryPanel),
  versions: fetched(async () => (await import('./version-panel.tsx')).VersionPanel),
  diff: fetched(async () => (await import('./draft-diff.tsx')).DraftDiff),
  folder: fetched(async () => (await import('./folder-files.tsx')).FolderFiles),
  template: fetched(async () => (await import('./template-dialog.tsx')).TemplateDialog),
  payload: fetched(async () => (await import('../privacy/payload-compare.tsx')).PayloadCompare),
} as const

export const DraftBlocks = PARTS.blocks.Component
export const FindingList = PARTS.findings.Component
export const MarkdownField = PARTS.editor.Component
export const CompareDialog = PARTS.compare.Component
export const CitationPanel = PARTS.citation.Component
export const HistoryPanel = PARTS.history.Component
export const VersionPanel = PARTS.versions.Component
export const DraftDiff = PARTS.diff.Component
export const FolderFiles = PARTS.folder.Component
export const TemplateDialog = PARTS.template.Component
export const PayloadCompare = PARTS.payload.Component

/** A draft is about to be written: what draws it is there by the first word. */
export function fetchDraftBlocks(): void {
  // Whoever draws a draft asks again, and hears of a failure.
  PARTS.blocks.ahead().catch(() => undefined)
}

/** Fetches all of it in a quiet moment, so that they open at once, also when the host is gone by then. */
export function fetchPartsWhenIdle(): void {
  requestIdleCallback(() => void Promise.allSettled(Object.values(PARTS).map((part) => part.ahead())), { timeout: 10_000 })
}
