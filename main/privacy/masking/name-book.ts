import type { VaultEntry } from '../../storage/types.ts'
import { foldWord } from './folded.ts'
import { type NamePart, namePartsOf } from './person-name.ts'
import { LEGAL_FORMS, ORGANIZATION_KINDS } from './surrogate-data.ts'

/** What the names of a vault have become, part by part, so that a part means the same wherever it stands. */
export interface NameBook {
  add(entry: VaultEntry): void
  /** The surrogate of one word of a name, in its own letter case. */
  partFor(word: string): string | undefined
  /** Whether a word is taken as an original or a surrogate of one. */
  isUsed(word: string): boolean
  /** Whether a word is a surrogate of one. */
  isSurrogate(word: string): boolean
  /** The names that a word is an original part of. */
  namesWith(word: string): readonly (readonly NamePart[])[]
  /** The name whose parts make up `word`: `mellison`, `margarete`, `ellisonm`; the surrogate's parts in the same way. */
  handleFor(word: string): string | undefined
  /** The surrogate's word for one of an organisation. */
  organizationFor(word: string): string | undefined
}

export function createNameBook(entries: readonly VaultEntry[]): NameBook {
  const parts = new Map<string, string>()
  const used = new Set<string>()
  const surrogates = new Set<string>()
  const names = new Map<string, NamePart[][]>()
  const handles = new Map<string, string>()
  const organizations = new Map<string, string>()

  function add(entry: VaultEntry): void {
    if (entry.type === 'ORGANIZATION') addOrganization(entry)
    const own = namePartsOf(entry)
    for (const { original, surrogate } of own) {
      const key = original.toLowerCase()
      if (!parts.has(key)) parts.set(key, surrogate)
      used.add(key)
      used.add(surrogate.toLowerCase())
      surrogates.add(surrogate.toLowerCase())
      const list = names.get(key)
      if (list === undefined) names.set(key, [own])
      else list.push(own)
    }
    const [first, last] = [own[0], own.at(-1)]
    if (first === undefined || last === undefined || first === last) return
    for (const compose of HANDLES) {
      const handle = compose(foldWord(first.original), foldWord(last.original))
      if (!handles.has(handle)) handles.set(handle, compose(foldWord(first.surrogate), foldWord(last.surrogate)))
    }
  }

  function addOrganization({ original, surrogate }: VaultEntry): void {
    const distinctive = (name: string): string | undefined =>
      (name.match(/[\p{L}\p{M}]+/gu) ?? []).find(
        (word) => !LEGAL_FORMS.has(word.toLowerCase()) && !ORGANIZATION_KINDS.has(word.toLowerCase()),
      )
    const [from, to] = [distinctive(original), distinctive(surrogate)]
    if (from !== undefined && to !== undefined && !organizations.has(foldWord(from))) organizations.set(foldWord(from), to)
  }

  for (const entry of entries) add(entry)
  return {
    add,
    partFor: (word) => parts.get(word.toLowerCase()),
    isUsed: (word) => used.has(word.toLowerCase()),
    isSurrogate: (word) => surrogates.has(word.toLowerCase()),
    namesWith: (word) => names.get(word.toLowerCase()) ?? [],
    handleFor: (word) => handles.get(foldWord(word)),
    organizationFor: (word) => organizations.get(foldWord(word)),
  }
}

const HANDLES: readonly ((given: string, family: string) => string)[] = [
  (given, family) => given + family,
  (given, family) => given.slice(0, 1) + family,
  (given, family) => given + family.slice(0, 1),
  (given, family) => family + given,
  (given, family) => family + given.slice(0, 1),
]
