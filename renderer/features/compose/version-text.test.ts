import { expect, it } from 'vitest'
import type { VersionSummary } from '#contracts/documents.ts'
import { makerOf, versionTree } from './version-text.ts'

const version = (id: string, parentId: string | null): VersionSummary => ({
  id,
  parentId,
  documentId: 'd',
  kind: 'edit',
  generationId: null,
  role: null,
  createdAt: 0,
  name: '',
  label: 'public',
  state: null,
  engine: null,
  route: null,
  provider: null,
  excerpt: '',
})
const drawn = (versions: readonly VersionSummary[]): string[] =>
  versionTree(versions).map(({ version: { id }, depth, number }) => `${'>'.repeat(depth)}${id}${number}`)

it('keeps a line of versions at one depth and puts branches to its right', () => {
  expect(drawn([version('a', null), version('b', 'a'), version('c', 'b')])).toEqual(['a1', 'b2', 'c3'])
  expect(drawn([version('a', null), version('b', 'a'), version('c', 'a'), version('d', 'b')])).toEqual(['a1', '>c3', 'b2', 'd4'])
})

it('loses no version, also one whose parent is gone', () => {
  expect(drawn([version('b', 'gone'), version('c', 'b')])).toEqual(['b1', 'c2'])
})

it('shows what broke off beside the line of the draft, and who it was', () => {
  const partial = { ...version('p', 'a'), kind: 'partial', provider: 'langbase', route: 'hosted' } as const
  expect(drawn([version('a', null), partial, version('b', 'a')])).toEqual(['a1', '>p2', 'b3'])
  expect(drawn([version('a', null), partial])).toEqual(['a1', '>p2'])
  expect(makerOf(partial)).toBe('Unfinished: langbase broke off (Hosted)')
})

it('says of a draft whose engine is not known how it stands', () => {
  const draft = { ...version('a', null), kind: 'generation', route: 'local' } as const
  expect(makerOf({ ...draft, state: 'queued' })).toBe('Local: Waiting')
  expect(makerOf({ ...draft, state: 'cancelled' })).toBe('Local: Stopped')
  expect(makerOf({ ...draft, state: 'failed' })).toBe('Local: Failed')
  expect(makerOf({ ...draft, state: 'succeeded', engine: 'test-model' })).toBe('Local: Written by test-model')
})
