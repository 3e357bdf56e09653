import type { Version } from '#contracts/documents.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { ExportFormat } from '#contracts/history.ts'
import type { GenerationService } from '../../execution/index.ts'
import type { DocumentStore, SourceStore } from '../../storage/types.ts'
import { toDocx } from './docx.ts'
import { type CitationPlace, type ExportedDraft, exportedDraft, fileNameOf } from './exported-draft.ts'
import { toHtml } from './html.ts'
import { toJson } from './json.ts'
import { toMarkdown } from './markdown.ts'

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  md: 'text/markdown;charset=utf-8',
  html: 'text/html;charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  json: 'application/json',
}
const MOST_ANCESTORS = 1_000

export interface Exports {
  /** By the id of a generation or of a version. Throws NOT_FOUND; BAD_INPUT while there is no text. */
  export(id: string, format: ExportFormat): Promise<{ name: string; mediaType: string; base64: string }>
}

export function createExports(deps: {
  documents: Pick<DocumentStore, 'version' | 'get'>
  generations: Pick<GenerationService, 'get'>
  sources: Pick<SourceStore, 'locate'>
}): Exports {
  const { documents } = deps

  /** The generation that wrote a version, or that its edits began with. */
  async function origin(version: Version): Promise<Generation | null> {
    let at: Version | null = version
    for (let steps = 0; at !== null && steps < MOST_ANCESTORS; steps += 1) {
      if (at.generationId !== null) return deps.generations.get(at.generationId)
      at = at.parentId === null ? null : await documents.version(at.parentId)
    }
    return null
  }

  async function placesOf({ citations }: Version): Promise<CitationPlace> {
    const places = await Promise.all(citations.map(async (one) => [one, await deps.sources.locate(one.source, one.start)] as const))
    const known = new Map(places)
    return (citation) => known.get(citation) ?? null
  }

  return {
    async export(id, format) {
      const version = (await documents.version(id)) ?? (await documents.version(`ver_${id}`))
      if (version === null) throw new TidegateError('NOT_FOUND', `There is no draft ${id}. "tidegate history list" shows what there is.`)
      if (version.text === '') throw new TidegateError('BAD_INPUT', 'There is no text to export yet. Wait until the draft is written.')
      const document = await documents.get(version.documentId)
      const draft = exportedDraft(document?.document.title ?? '', version, await origin(version), await placesOf(version))
      const bytes = await bytesOf(draft, format)
      return { name: fileNameOf(draft, format), mediaType: MEDIA_TYPES[format], base64: Buffer.from(bytes).toString('base64') }
    },
  }
}

async function bytesOf(draft: ExportedDraft, format: ExportFormat): Promise<Uint8Array> {
  switch (format) {
    case 'docx':
      return toDocx(draft)
    case 'md':
      return Buffer.from(toMarkdown(draft))
    case 'html':
      return Buffer.from(toHtml(draft))
    case 'json':
      return Buffer.from(toJson(draft))
  }
}
