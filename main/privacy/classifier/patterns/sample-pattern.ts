import type { CharacterSet, PatternNode } from './parse-pattern.ts'

/** A number from 0 to below 1. */
type Random = () => number

/** Characters beyond ASCII that classes such as `\p{L}` hold; to try. */
const FOREIGN_SAMPLES = [...'éÉßñÜøЖя内部员이こ：“—']

/** A text that a pattern matches, unless its look-around or a back-reference forbids it. Repeats are kept short of `most`. */
export function sampleOf(node: PatternNode, random: Random, most = 4): string {
  switch (node.kind) {
    case 'set':
      return characterOf(node, random)
    case 'sequence':
      return node.items.map((item) => sampleOf(item, random, most)).join('')
    case 'choice':
      return sampleOf(node.options[Math.floor(random() * node.options.length)] ?? { kind: 'sequence', items: [] }, random, most)
    case 'repeat': {
      const count = node.min + Math.floor(random() * (Math.min(node.max - node.min, most) + 1))
      return Array.from({ length: count }, () => sampleOf(node.item, random, most)).join('')
    }
    case 'group':
      return sampleOf(node.item, random, most)
    default:
      return ''
  }
}

function characterOf({ ascii, foreign, members }: CharacterSet, random: Random): string {
  const plain = Array.from(ascii, (is, code) => (is === 1 ? String.fromCharCode(code) : '')).filter((character) => character !== '')
  const known = members ?? [...plain, ...(foreign && random() < 0.1 ? FOREIGN_SAMPLES : [])]
  return known[Math.floor(random() * known.length)] ?? '内'
}

/**
 * Texts that go wrong late: the way to each repeat of a pattern, then what the repeat holds again and again, with and without a last
 * character that ends the attempt.
 */
export function pumped(root: PatternNode, random: Random, chars: number): string[] {
  const texts: string[] = []
  const visit = (node: PatternNode, before: string): string => {
    switch (node.kind) {
      case 'sequence':
        return node.items.reduce((so, item) => visit(item, so), before)
      case 'choice':
        for (const option of node.options) visit(option, before)
        return before + sampleOf(node.options[0] ?? node, random, 1)
      case 'group':
        return visit(node.item, before)
      case 'repeat': {
        const unit = sampleOf(node.item, random, 2)
        if (node.max > 3 && unit !== '') {
          const filled = before + unit.repeat(Math.min(Math.ceil(chars / unit.length), node.max))
          texts.push((before + unit.repeat(Math.ceil(chars / unit.length))).slice(0, chars))
          texts.push(`${filled.slice(0, chars - 1)}\u0001`.repeat(Math.max(1, Math.floor(chars / (filled.length + 1)))))
        }
        visit(node.item, before)
        return before + unit.repeat(Math.max(1, node.min))
      }
      default:
        return before + sampleOf(node, random, 1)
    }
  }
  visit(root, '')
  return texts
}
