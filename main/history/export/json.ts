import type { ExportedDraft } from './exported-draft.ts'

/** The whole record: the text, where each citation comes from, the request, the decision, each attempt and what left. It holds no key. */
export function toJson(draft: ExportedDraft): string {
  const { generation, label, title } = draft
  // Its excerpt may end in the middle of a stand-in.
  const { excerpt: _excerpt, ...version } = draft.version
  const record = {
    tidegate: 1,
    label,
    title,
    version,
    generation: generation === null ? null : withoutStandIns(generation),
  }
  return `${JSON.stringify(record, null, 2)}\n`
}

/** The draft as it was written is in the version; what could not be turned back is counted, not quoted. */
function withoutStandIns({ unresolvedSurrogates, text: _text, citations: _citations, ...rest }: NonNullable<ExportedDraft['generation']>) {
  return { ...rest, notRestored: unresolvedSurrogates.length }
}
