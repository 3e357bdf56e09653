import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'
import { TemplateDefinitionSchema } from '../../contracts/templates.ts'

/** Modules of nothing but words for a person: each of their literals is one. */
const WORDED = [
  'main/config/key-advice.ts',
  'main/execution/citations/verify.ts',
  'main/execution/extractive/nothing-to-write.ts',
  'main/history/not-started.ts',
  'main/coordinator/admission/reason.ts',
  'main/providers/error-mapping.ts',
  'main/rollout/words.ts',
  'main/rpc/opening-notices.ts',
  'main/upkeep/applied-notices.ts',
  'main/routing/counterfactuals.ts',
  'main/routing/summarise.ts',
  'main/routing/reason-text.ts',
  'main/routing/unblockers.ts',
]
/** Modules that say in a `detail` how something stands; a window shows it. Elsewhere a detail is for a terminal, or for nobody. */
const DETAILED =
  /^main\/(?:execution\/(?:citations\/check\/.*|provider-registry)|models\/hash-book|routing\/learning\/train|sources\/meaning\/embed-queue)\.ts$/
/** What is said in a terminal, to another program, or before there is a window. */
const ELSEWHERE =
  /^main\/(?:cli|testing|electron|headless|mcp|gateway|coordinator\/team|index|routing\/scenario|storage\/queue\/proof)|\/eval\/|^contracts\/scenario/
/** Words and measures that stand in sentences as values. */
const TERMS = [
  ...['local', 'hosted', 'hybrid', 'Local', 'Hosted', 'Hybrid'],
  ...['public', 'internal', 'confidential', 'restricted', 'credentials'],
  ...['{1} s faster', '{1} s slower', '{1} cheaper', '{1} dearer', 'likelier'],
  ...[
    'chosen',
    'begin',
    'finish',
    'today',
    'this month',
    'correction',
    'experiment',
    'another process',
    'This template',
    'Extraction to JSON',
  ],
  'taken back from a process that ended',
  'log loss {1} before, {2} after, on {3} drafts kept from it',
  '{1} of {2} passages wait to be embedded.',
  // Kinds of files.
  ...['a PDF', 'a DOCX document', 'a web page', 'plain text', 'a text', 'a folder', 'an empty file', 'a file of another kind'],
  ...['a pointer of Git LFS that stands for a file, and not the file', 'a web page, saved in place of what it offers'],
  ...['an archive (ZIP, or weights of PyTorch)', 'a compressed file (gzip)', 'a model in the format safetensors'],
  ...['a model in GGML, which came before GGUF', 'a model in GGJT, which came before GGUF'],
  ...['{1} core', '{1} cores', '{1} second', '{1} seconds'],
  // Places in a source.
  ...['page {1}', 'line {1}', 'row {1}', 'part {1}', 'under “{1}”'],
]

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** What the core says to whoever sits before the window: English, with `{1}`, `{2}` for values → the first file that says it. */
export function coreSentences(root: string): Map<string, string> {
  const said = new Map<string, string>(TERMS.map((term) => [term, 'scripts/i18n/core-sentences.ts']))
  const files = ['contracts', 'main', 'workers'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  for (const file of files.sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || ELSEWHERE.test(file)) continue
    for (const sentence of sentencesIn(readFileSync(join(root, file), 'utf8'), WORDED.includes(file), DETAILED.test(file))) {
      if (!said.has(sentence) && hasWords(sentence)) said.set(sentence, file)
    }
  }
  for (const [words, file] of templateWords(root)) if (!said.has(words)) said.set(words, file)
  return said
}

/** What the templates of the app are called, and what they ask for. What a model is told stays English. */
function* templateWords(root: string): Generator<[words: string, file: string]> {
  const folder = 'resources/templates'
  for (const name of readdirSync(join(root, folder)).filter((one) => one.endsWith('.json'))) {
    const template = TemplateDefinitionSchema.parse(JSON.parse(readFileSync(join(root, folder, name), 'utf8')))
    const fields = template.fields.flatMap((field) => [
      field.label,
      field.help,
      ...(field.kind === 'choice' ? field.choices.map(({ label }) => label) : []),
    ])
    for (const words of [template.name, template.purpose, ...fields]) if (words !== '') yield [words, `${folder}/${name}`]
  }
}

/** Messages of errors, notes of jobs and how providers are doing; where `all`, every literal of two words or more; where `details`, those too. */
export function sentencesIn(source: string, all: boolean, details = false): string[] {
  const found: string[] = []
  const { body } = parseAst(source, { lang: 'ts' })
  const named = declarations(body)
  /** The words of a message, also where they stand under a name or are chosen by a function of the file. */
  const wordsOf = (node: unknown): string[] => {
    if (!isNode(node)) return []
    if (node.type === 'ConditionalExpression') return [...wordsOf(node.consequent), ...wordsOf(node.alternate)]
    const declared = named.get(nameOf(node.type === 'CallExpression' ? node.callee : node) ?? '')
    return declared === undefined ? textsOf(node) : sentencesOf(declared)
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item)
      return
    }
    if (!isNode(value) || isType(value) || value.type === 'ImportDeclaration') return
    const args = Array.isArray(value.arguments) ? value.arguments : []
    if (value.type === 'NewExpression' && /(?:Tidegate|Provider|Connection)Error$/.test(nameOf(value.callee) ?? ''))
      found.push(...wordsOf(args[1]))
    if (value.type === 'CallExpression' && /onProgress$/.test(nameOf(value.callee) ?? '')) found.push(...textsOf(args[1]))
    if (value.type === 'CallExpression' && nameOf(value.callee) === 'healthOf') found.push(...returnedBy(args))
    if (details && value.type === 'Property' && nameOf(value.key) === 'detail')
      found.push(...wordsOf(value.value).filter((text) => text.endsWith('.')))
    if (value.type === 'Property' && /^(?:note|message)$/.test(nameOf(value.key) ?? ''))
      found.push(...wordsOf(value.value).filter(isWorded))
    if (all && (value.type === 'Literal' || value.type === 'TemplateLiteral')) found.push(...textsOf(value).filter(isWorded))
    for (const [key, child] of Object.entries(value)) if (key !== 'source') visit(child)
  }
  visit(body)
  return found
}

/** Constants and functions at the top of a file, by name. */
function declarations(body: unknown): Map<string, Node> {
  const named = new Map<string, Node>()
  for (const statement of Array.isArray(body) ? body : []) {
    const node = isNode(statement) && isNode(statement.declaration) ? statement.declaration : statement
    if (!isNode(node)) continue
    if (node.type === 'FunctionDeclaration') named.set(nameOf(node.id) ?? '', node)
    for (const one of Array.isArray(node.declarations) ? node.declarations : []) {
      if (isNode(one)) named.set(nameOf(one.id) ?? '', one)
    }
  }
  return named
}

/** What a part of a file returns, where that is words: how a provider is doing. */
function returnedBy(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(returnedBy)
  if (!isNode(part) || isType(part)) return []
  return part.type === 'ReturnStatement' ? textsOf(part.argument) : Object.values(part).flatMap(returnedBy)
}

/** Every whole sentence in a part of a file. */
function sentencesOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(sentencesOf)
  if (!isNode(part) || isType(part)) return []
  // Its arms are among its parts.
  const own = part.type === 'ConditionalExpression' ? [] : textsOf(part).filter((text) => isWorded(text) && text.endsWith('.'))
  return [...own, ...Object.values(part).flatMap(sentencesOf)]
}

/** Whether there is anything to translate between the values. */
function hasWords(sentence: string): boolean {
  return /\p{L}{2}/u.test(sentence.replaceAll(/\{\d+\}/g, ''))
}

function isWorded(text: string): boolean {
  return /\p{Ll}{2,}.* /u.test(text) && !/^\s|\s$/.test(text)
}

function textsOf(node: unknown): string[] {
  if (!isNode(node)) return []
  if (node.type === 'Literal') return typeof node.value === 'string' && node.value !== '' ? [node.value] : []
  if (node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)]
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return []
  return [
    node.quasis
      .map((quasi: { readonly value: { readonly cooked: string } }, index, { length }) =>
        index === length - 1 ? quasi.value.cooked : `${quasi.value.cooked}{${index + 1}}`,
      )
      .join(''),
  ]
}

/** Types hold names, not words; `as const` and `satisfies` stand around words. */
function isType({ type }: Node): boolean {
  return type.startsWith('TS') && type !== 'TSAsExpression' && type !== 'TSSatisfiesExpression'
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return
  if (node.type === 'MemberExpression') return nameOf(node.property)
  return typeof node.name === 'string' ? node.name : undefined
}
