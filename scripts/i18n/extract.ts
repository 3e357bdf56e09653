import { parseAst } from 'vite'

/** What a source file says: the messages that pass `t` or `rich`, and text of the interface that does not. */
export interface Extract {
  readonly messages: readonly Found[]
  readonly untranslated: readonly Found[]
}

export interface Found {
  readonly text: string
  /** 1-based. */
  readonly line: number
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** Attributes whose value a person reads or hears. */
const SPOKEN = new Set(
  'title label aria-label aria-description aria-roledescription aria-valuetext placeholder description hint alt heading caption header tooltip'.split(
    ' ',
  ),
)
/** The product's name is the same everywhere. */
const NAMES = new Set(['Tidegate'])
/** Where a literal is a key, a type or a path, not text. */
const SILENT = new Set(['ImportDeclaration', 'ExportNamedDeclaration:source', 'TSLiteralType', 'SwitchCase:test', 'ImportExpression'])

/** Reads a TypeScript or TSX file. Throws when it cannot be parsed. */
export function extract(source: string, file: string): Extract {
  const messages: Found[] = []
  const untranslated: Found[] = []
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length
  const reportIf = (says: (text: string) => boolean, node: Node): void => {
    const text = textOf(node)
    if (text !== null && says(text) && !NAMES.has(text.trim())) untranslated.push({ text: text.trim(), line: lineOf(node.start) })
  }

  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item)
      return
    }
    if (!isNode(value) || SILENT.has(value.type)) return
    switch (value.type) {
      case 'CallExpression':
        if (nameOf(value.callee) === 'verbatim') return
        if (isSaying(value.callee)) {
          visitSaying(value)
          return
        }
        break
      case 'NewExpression':
        // Errors of our own are for the log; what a person reads of them is said where it is shown.
        if (nameOf(value.callee)?.endsWith('Error')) return
        break
      case 'BinaryExpression':
        if (/^[!=]==?$/.test(String(value.operator))) return
        break
      case 'JSXText':
        reportIf(isWords, value)
        return
      case 'JSXElement':
      case 'JSXFragment':
        for (const child of childrenOf(value)) if (child.type === 'JSXExpressionContainer') reportArms(child.expression, isWords)
        break
      case 'JSXAttribute':
        if (SPOKEN.has(nameOf(value.name) ?? '')) reportArms(value.value, isWords)
        else if (nameOf(value.name) === 'className') return
        break
      case 'Literal':
      case 'TemplateLiteral':
        reportIf(isSentence, value)
        break
    }
    for (const [key, child] of Object.entries(value)) if (!SILENT.has(`${value.type}:${key}`)) visit(child)
  }

  const visitSaying = (call: Node): void => {
    const [first, ...rest] = Array.isArray(call.arguments) ? call.arguments : []
    const text = isNode(first) && !hasValues(first) ? textOf(first) : null
    const list = text === null ? untranslated : messages
    list.push({ text: text ?? 'the message of t() or rich() must be one literal', line: lineOf(call.start) })
    visit(rest)
  }

  /** Literals that stand for the value itself, also in both arms of a choice; those that `isSentence` finds are found on the way down. */
  const reportArms = (node: unknown, says: (text: string) => boolean): void => {
    if (!isNode(node)) return
    if (node.type === 'ConditionalExpression') {
      reportArms(node.consequent, says)
      reportArms(node.alternate, says)
    } else if (node.type === 'JSXExpressionContainer') reportArms(node.expression, says)
    else reportIf((text) => says(text) && !isSentence(text), node)
  }

  visit(parseAst(source, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' }).body)
  return { messages, untranslated }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && typeof node.name === 'string' ? node.name : undefined
}

function isSaying(callee: unknown): boolean {
  return nameOf(callee) === 't' || nameOf(callee) === 'rich'
}

function childrenOf(node: Node): Node[] {
  return Array.isArray(node.children) ? node.children.filter(isNode) : []
}

function hasValues(node: Node): boolean {
  return node.type === 'TemplateLiteral' && Array.isArray(node.expressions) && node.expressions.length > 0
}

/** The text of a literal; null for everything else. Values in a template stand as a gap. */
function textOf(node: Node): string | null {
  if ((node.type === 'Literal' || node.type === 'JSXText') && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null
  return node.quasis.map((quasi: { readonly value: { readonly cooked: string } }) => quasi.value.cooked).join('…')
}

function isWords(text: string): boolean {
  return /\p{L}{2}/u.test(text)
}

/** Text for a person and not a key: it starts with a capital and goes on in small letters, or has three words of them. Names of keyboard keys are not text. */
function isSentence(text: string): boolean {
  if (
    /^(?:Enter|Escape|Tab|Home|End|Delete|Backspace|Insert|Space|Digit|Key|Alt|Shift|Control|Meta|Mac|Arrow\p{L}*|Page(?:Up|Down)|Content-\p{L}+|Alt\p{Lu}\p{L}+)(?:\+.*)?$/u.test(
      text,
    )
  )
    return false
  return /^…?\p{Lu}\p{Ll}+(?:[ ’,.:;!?…-]|$)/u.test(text) || /\p{Ll}{2,} \p{Ll}+ \p{Ll}{2,}.*[.?!]$/u.test(text)
}
