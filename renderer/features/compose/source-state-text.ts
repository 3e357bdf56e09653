import type { FolderFile, SkipReason, Source, SourceFolder } from '#contracts/sources.ts'
import { plural } from '../../ui/format.ts'

/** What is still to happen with a source, or null when it is ready. */
export function sourceStateText({ indexState, labelState }: Pick<Source, 'indexState' | 'labelState'>): string | null {
  if (labelState === 'failed') return 'Could not be checked'
  if (labelState === 'pending') return 'Being checked'
  return indexState === 'pending' ? 'Indexing' : null
}

/** One line on how it stands with a folder. */
export function folderStateText(
  folder: Pick<SourceFolder, 'state' | 'progress' | 'sources' | 'unlabelled' | 'counts' | 'watched'>,
): string {
  const count = plural(folder.sources, 'file')
  const failed = folder.counts.failed ?? 0
  switch (folder.state) {
    case 'waiting':
      return folder.sources === 0 ? 'Waiting for its turn' : count
    case 'reading':
      return `Reading, ${Math.floor(folder.progress * 100)} %`
    case 'unreachable':
      return `${count} kept; the folder cannot be read`
    case 'stopped':
      return `${count}; reading was stopped`
    case 'ready':
      return [
        count,
        failed > 0 ? `${failed} not readable` : '',
        folder.unlabelled > 0 ? `${folder.unlabelled} to check` : '',
        folder.watched ? '' : 'not watched',
      ]
        .filter((part) => part !== '')
        .join(', ')
  }
}

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  hidden: 'Hidden, left out',
  ignored: 'Left out: not a person’s file',
  binary: 'Not text: a picture, a program or an archive',
  'too-large': 'Too large: more than 20 MiB, or 5 million characters',
  link: 'A link: links are not followed',
  special: 'A device, a pipe or a socket',
  'too-deep': 'More than 32 folders deep',
  'too-many': 'Beyond the first 50,000 files',
}

export const FILE_STATUS_TEXT: Readonly<Record<FolderFile['status'], string>> = {
  indexed: 'Indexed',
  unchanged: 'Indexed, unchanged',
  failed: 'Not readable',
  skipped: 'Left out',
}

/** Why a file of a folder is no source; empty where it is one. */
export function fileReasonText({ reason, error }: Pick<FolderFile, 'reason' | 'error'>): string {
  return reason === null ? (error?.message ?? '') : SKIPPED[reason]
}
