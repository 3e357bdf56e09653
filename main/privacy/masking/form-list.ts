import { foldWord, type UnitTable, WORD_UNIT } from './folded.ts'
import { jointEnd } from './gaps.ts'
import { ENDINGS } from './surrogate-data.ts'
import { ENDING_LENGTH, SURROGATE_LENGTH, type WordForm } from './surrogate-forms.ts'

/** Forms that begin with one word. */
export interface FormList {
  /** In the order in which they are to be tried. */
  readonly forms: readonly WordForm[]
  /**
   * Those that the text may be when its first word ends at `end`, in the same order. May hold forms that it is not, and never lacks
   * one that it is; takes time that does not depend on how many there are.
   */
  after(text: string, end: number): readonly WordForm[]
}

/** So few are tried one by one. */
const FEW = 12
/** What is looked over for the end of a word: a letter may have a mark of its own. */
const WORD_LENGTH = SURROGATE_LENGTH * 2
/** The shortest word that has endings. */
const SHORTEST_STEM = 4

interface Ranked {
  readonly form: WordForm
  readonly rank: number
}

/** Those that go on with the same joint, by their next word. */
interface Branch {
  readonly joint: string
  readonly inflects: boolean
  readonly byWord: Map<string, Ranked[]>
  readonly nodes: Map<string, Node>
}

interface Node {
  /** What is tried without a further look: few, or without another word. */
  readonly here: readonly Ranked[]
  readonly branches: readonly Branch[]
}

/**
 * Invented addresses share their first words (there are twenty for all e-mail addresses), so that the list of one word grows with the
 * vault: a tree over the words behind it keeps each place of a text at a few forms. It is built where somebody asks.
 */
export function createFormList(forms: readonly WordForm[], units: UnitTable): FormList {
  let root: Node | null = null
  return {
    forms,
    after(text, end) {
      if (forms.length <= FEW) return forms
      root ??= nodeOf(
        forms.map((form, rank) => ({ form, rank })),
        1,
      )
      const found: Ranked[] = []
      collect(root, 1, text, end, found, units)
      return found.sort((a, b) => a.rank - b.rank).map(({ form }) => form)
    },
  }
}

function nodeOf(ranked: readonly Ranked[], depth: number): Node {
  if (ranked.length <= FEW) return { here: ranked, branches: [] }
  const here: Ranked[] = []
  const branches = new Map<string, Branch>()
  for (const one of ranked) {
    const { words, joints, inflects } = one.form
    const [word, joint] = [words[depth], joints[depth - 1]]
    if (word === undefined || joint === undefined) {
      here.push(one)
      continue
    }
    const key = `${inflects ? '~' : '='}${joint}`
    const branch = branches.get(key) ?? { joint, inflects, byWord: new Map<string, Ranked[]>(), nodes: new Map<string, Node>() }
    branches.set(key, branch)
    push(branch.byWord, word, one)
    // The vowel of `Anna` goes before an ending.
    if (inflects && word.length > SHORTEST_STEM) push(branch.byWord, word.slice(0, -1), one)
  }
  return { here, branches: [...branches.values()] }
}

function collect(node: Node, depth: number, text: string, end: number, found: Ranked[], units: UnitTable): void {
  for (const one of node.here) found.push(one)
  for (const branch of node.branches) {
    const start = jointEnd(text, end, branch.joint, branch.inflects)
    if (start < 0) continue
    let stop = start
    while (stop < text.length && stop - start < WORD_LENGTH && units.kindOf(text.charCodeAt(stop)) === WORD_UNIT) stop += 1
    const word = foldWord(text.slice(start, stop))
    const go = (key: string): void => {
      const next = nextOf(branch, key, depth)
      if (next !== null) collect(next, depth + 1, text, stop, found, units)
    }
    go(word)
    if (!branch.inflects) continue
    for (let length = word.length - 1; length >= Math.max(SHORTEST_STEM, word.length - ENDING_LENGTH); length -= 1)
      if (ENDINGS.has(word.slice(length))) go(word.slice(0, length))
  }
}

function nextOf(branch: Branch, key: string, depth: number): Node | null {
  const made = branch.nodes.get(key)
  if (made !== undefined) return made
  const ranked = branch.byWord.get(key)
  if (ranked === undefined) return null
  const node = nodeOf(ranked, depth + 1)
  branch.nodes.set(key, node)
  return node
}

function push(map: Map<string, Ranked[]>, key: string, one: Ranked): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [one])
  else list.push(one)
}
