import type { Label } from '#contracts/privacy.ts'
import type { Source, SourceHit } from '#contracts/sources.ts'
import type { Passage, TextPart } from '../sources/passages/index.ts'

export interface StoredPassage extends Passage {
  readonly text: string
}

export interface SearchWithin {
  /** Only in the files of this folder. */
  readonly folder?: string | undefined
  /** The last word may be the beginning of one. */
  readonly typing?: boolean | undefined
  /** Only in sources of these labels, as `labelsOfNow` has them; what the others hold changes nothing about what is found. */
  readonly labels?: readonly Label[] | undefined
}

export interface SourceStore {
  /** Keeps one row per content hash and name; returns the stored one, as it was when it was there before. */
  add(source: Source, text: string, parts?: readonly TextPart[]): Promise<Source>
  get(id: string): Promise<Source | null>
  text(id: string): Promise<string | null>
  /** Pages, attachments and the like of the text. */
  parts(id: string): Promise<readonly TextPart[]>
  /** All whose text is complete, also those of folders; newest first. A source of a folder that is being stored is not among them. */
  list(): Promise<readonly Source[]>
  /** Those that were added one by one, newest first. */
  listAdded(): Promise<readonly Source[]>
  /**
   * Sets the label, also to a lower one: what counts as private may have been taken back. It is labelled with that, unless the rules are others
   * by now than those of the version that it was read by: then it waits for its label again.
   */
  relabel(id: string, label: Label, rulesVersion?: string): Promise<void>
  /** It could not be read: it stays restricted, and is not tried again by itself. */
  labelFailed(id: string): Promise<void>
  /** Sources that wait for their label, the oldest first, and how many they are. */
  unlabelled(limit: number): Promise<{ readonly waiting: number; readonly ids: readonly string[] }>
  /**
   * Labels for who takes the text away, of one source or all: one that was found by rules of before does not hold, and counts as restricted
   * until the text was read again; `isOutdated` says so.
   */
  labelsOfNow(id?: string): Promise<readonly { readonly id: string; readonly label: Label; readonly isOutdated: boolean }[]>
  /**
   * A source of a folder, without its text yet: that comes with its passages. One that is there with this content and name is returned,
   * with `indexState` when it was left unfinished; what there was of it is gone then.
   */
  begin(source: Source): Promise<Source>
  /** Adds passages in the order of the text, and makes them searchable. Does nothing when the source is gone. Keep a call small. */
  append(id: string, passages: readonly StoredPassage[]): Promise<void>
  /** All passages are there. */
  indexed(id: string): Promise<void>
  rename(id: string, name: string): Promise<void>
  /** Takes at most `count` passages away and returns how many; before `remove`, so that no call takes long. */
  shrink(id: string, count: number): Promise<number>
  /** False when there is none. Generations that used it keep their citations. */
  remove(id: string): Promise<boolean>
  /** Where an offset of the text is, for a person; null where nothing is known. */
  locate(id: string, offset: number): Promise<string | null>
  /**
   * Passages that hold all words, or else any of them, the nearest first (BM25). Words between quotes stand together. A query without
   * words finds nothing.
   */
  search(query: string, limit: number, within?: SearchWithin): Promise<readonly SourceHit[]>
}
