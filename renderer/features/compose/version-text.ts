import type { VersionSummary } from '#contracts/documents.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { ROUTE_TEXT } from '../../ui/badges.tsx'
import { engineText } from './engine-text.ts'
import { STATE_TEXT } from './state-text.ts'

const ROLE_TEXT = { user: t('You'), assistant: verbatim('ChatGPT'), system: t('System'), tool: t('Tool') } as const

/** Who made a version, and how. */
export function makerOf(version: VersionSummary): string {
  switch (version.kind) {
    case 'edit':
      return t('Edited by hand')
    case 'restore':
      return t('Brought back')
    case 'import':
      return version.role === null ? t('Imported') : ROLE_TEXT[version.role]
    case 'partial':
      return version.route === null
        ? t('Unfinished: {provider} broke off', { provider: version.provider ?? t('the provider') })
        : t('Unfinished: {provider} broke off ({route})', {
            provider: version.provider ?? t('the provider'),
            route: ROUTE_TEXT[version.route],
          })
    case 'generation': {
      const engine = version.engine === null ? STATE_TEXT[version.state ?? 'queued'] : engineText(version.engine)
      return version.route === null ? engine : `${ROUTE_TEXT[version.route]}: ${engine}`
    }
  }
}

export interface VersionRow {
  readonly version: VersionSummary
  /** 1 for the oldest. */
  readonly number: number
  /** How many branches to the right of the first line of versions. */
  readonly depth: number
}

/**
 * Versions as a tree in reading order: each below its parent, a version that continues the line under it at the same depth, every further
 * branch one step to the right.
 */
export function versionTree(versions: readonly VersionSummary[]): VersionRow[] {
  const numbers = new Map(versions.map(({ id }, index) => [id, index + 1]))
  const children = new Map<string | null, VersionSummary[]>()
  for (const version of versions) {
    const parent = version.parentId !== null && numbers.has(version.parentId) ? version.parentId : null
    children.set(parent, [...(children.get(parent) ?? []), version])
  }
  const rows: VersionRow[] = []
  const waiting = (children.get(null) ?? []).map((version) => ({ version, depth: 0 })).reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { version, depth } = next
    rows.push({ version, depth, number: numbers.get(version.id) ?? 0 })
    const below = children.get(version.id) ?? []
    // What broke off is no continuation of the draft that took its place.
    const first = below.find(({ kind }) => kind !== 'partial')
    const branches = below.filter((child) => child !== first)
    if (first !== undefined) waiting.push({ version: first, depth })
    for (const branch of branches.reverse()) waiting.push({ version: branch, depth: depth + 1 })
  }
  return rows
}
