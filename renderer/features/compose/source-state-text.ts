import type { FolderFile, SkipReason, Source, SourceFolder } from '#contracts/sources.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'

const PROMISED: Readonly<Record<string, RegExp>> = { pdf: /^application\/pdf$/, docx: /wordprocessingml/ }

/** What is still to happen with a source, or what is odd about it; null when it is ready. */
export function sourceStateText({
  indexState,
  labelState,
  name,
  mediaType,
}: Pick<Source, 'indexState' | 'labelState' | 'name' | 'mediaType'>): string | null {
  if (labelState === 'failed') return t('Could not be checked')
  if (labelState === 'pending') return t('Being checked')
  if (indexState === 'pending') return t('Indexing')
  const promised = PROMISED[name.split('.').at(-1)?.toLowerCase() ?? '']
  return promised === undefined || promised.test(mediaType) ? null : t('Not what its name says')
}

/** One line on how it stands with a folder. */
export function folderStateText(
  folder: Pick<SourceFolder, 'state' | 'progress' | 'sources' | 'unlabelled' | 'counts' | 'watched'>,
): string {
  const count = t('{count, plural, one {# file} other {# files}}', { count: folder.sources })
  const failed = folder.counts.failed ?? 0
  switch (folder.state) {
    case 'waiting':
      return folder.sources === 0 ? t('Waiting for its turn') : count
    case 'reading':
      return t('Reading, {percent} %', { percent: Math.floor(folder.progress * 100) })
    case 'unreachable':
      return t('{count, plural, one {# file} other {# files}} kept; the folder cannot be read', { count: folder.sources })
    case 'stopped':
      return t('{count, plural, one {# file} other {# files}}; reading was stopped', { count: folder.sources })
    case 'ready':
      return [
        count,
        failed > 0 ? t('{count, plural, one {# not readable} other {# not readable}}', { count: failed }) : '',
        folder.unlabelled > 0 ? t('{count, plural, one {# to check} other {# to check}}', { count: folder.unlabelled }) : '',
        folder.watched ? '' : t('not watched'),
      ]
        .filter((part) => part !== '')
        .join(t(', '))
  }
}

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  hidden: t('Hidden, left out'),
  ignored: t('Left out: not a person’s file'),
  binary: t('Not text: a picture, a program or an archive'),
  'too-large': t('Too large: more than 20 MiB, or 5 million characters'),
  link: t('A link: links are not followed'),
  special: t('A device, a pipe or a socket'),
  'too-deep': t('More than 32 folders deep'),
  'too-many': t('Beyond the first 50,000 files'),
}

export const FILE_STATUS_TEXT: Readonly<Record<FolderFile['status'], string>> = {
  indexed: t('Indexed'),
  unchanged: t('Indexed, unchanged'),
  failed: t('Not readable'),
  skipped: t('Left out'),
}

/** Why a file of a folder is no source; empty where it is one. */
export function fileReasonText({ reason, error }: Pick<FolderFile, 'reason' | 'error'>): string {
  return reason === null ? fromCore(error?.message ?? '') : SKIPPED[reason]
}
