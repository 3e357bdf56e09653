import { lazy } from 'react'

/** Parts of the view that are seldom opened, or not before there is a draft. Each is fetched when it is first wanted, or before that while nothing else happens. */
const LOADERS = {
  blocks: () => import('./draft-blocks.tsx'),
  findings: () => import('./finding-list.tsx'),
  editor: () => import('./editor/markdown-field.tsx'),
  compare: () => import('./compare-dialog.tsx'),
  citation: () => import('./citation-panel.tsx'),
  history: () => import('./history-panel.tsx'),
  versions: () => import('./version-panel.tsx'),
  diff: () => import('./draft-diff.tsx'),
  folder: () => import('./folder-files.tsx'),
  template: () => import('./template-dialog.tsx'),
  payload: () => import('../privacy/payload-compare.tsx'),
} as const

export const DraftBlocks = lazy(async () => ({ default: (await LOADERS.blocks()).DraftBlocks }))
export const FindingList = lazy(async () => ({ default: (await LOADERS.findings()).FindingList }))
export const MarkdownField = lazy(async () => ({ default: (await LOADERS.editor()).MarkdownField }))
export const CompareDialog = lazy(async () => ({ default: (await LOADERS.compare()).CompareDialog }))
export const CitationPanel = lazy(async () => ({ default: (await LOADERS.citation()).CitationPanel }))
export const HistoryPanel = lazy(async () => ({ default: (await LOADERS.history()).HistoryPanel }))
export const VersionPanel = lazy(async () => ({ default: (await LOADERS.versions()).VersionPanel }))
export const DraftDiff = lazy(async () => ({ default: (await LOADERS.diff()).DraftDiff }))
export const FolderFiles = lazy(async () => ({ default: (await LOADERS.folder()).FolderFiles }))
export const TemplateDialog = lazy(async () => ({ default: (await LOADERS.template()).TemplateDialog }))
export const PayloadCompare = lazy(async () => ({ default: (await LOADERS.payload()).PayloadCompare }))

/** A draft is about to be written: what draws it is there by the first word. */
export function fetchDraftBlocks(): void {
  // Whoever draws a draft asks again, and hears of a failure.
  LOADERS.blocks().catch(() => undefined)
}

/** Fetches all of it in a quiet moment, so that they open at once, also when the host is gone by then. */
export function fetchPartsWhenIdle(): void {
  requestIdleCallback(() => void Promise.allSettled(Object.values(LOADERS).map((load) => load())), { timeout: 10_000 })
}
