import { z } from 'zod'
import { DOCUMENT_LIMITS, TURN_ROLES, type TurnRole } from '#contracts/documents.ts'

/** More nodes than this in one conversation are not read. */
const MOST_NODES = 20_000
const TITLE_CHARS = 200

/** Why something was left out. */
export const SKIP_REASONS = [
  'not readable as a conversation',
  'longer than an imported conversation may be',
  'no text in it',
  'more turns than an imported conversation may have',
  'hidden turn of the service',
  'reasoning of the model',
  'image, sound or file',
  'turn longer than a text may be',
  'kind of turn that is not known',
  'turn that is linked to nothing',
] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export interface ParsedTurn {
  readonly node: string
  /** The nearest earlier turn that was kept. */
  readonly parent: string | null
  readonly role: TurnRole
  readonly createdAt: number | null
  readonly text: string
}

export interface ParsedConversation {
  readonly originId: string | null
  readonly title: string
  readonly createdAt: number | null
  readonly turns: readonly ParsedTurn[]
  readonly current: string | null
  readonly skipped: readonly SkipReason[]
}

const Seconds = z.number().finite().nullish().catch(null)
const MessageSchema = z.object({
  author: z.object({ role: z.enum(TURN_ROLES) }),
  create_time: Seconds,
  content: z.looseObject({ content_type: z.string() }),
  metadata: z
    .looseObject({ is_visually_hidden_from_conversation: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
})
const NodeSchema = z.object({ message: z.unknown(), parent: z.string().nullish().catch(null) })
const ConversationSchema = z.object({
  id: z.string().max(200).nullish().catch(null),
  conversation_id: z.string().max(200).nullish().catch(null),
  title: z.string().nullish().catch(null),
  create_time: Seconds,
  current_node: z.string().nullish().catch(null),
  // Not a record, which leaves out a node that is named `__proto__` and says nothing.
  mapping: z.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
})

type Turn = { readonly role: TurnRole; readonly createdAt: number | null; readonly text: string } | { readonly skip: SkipReason | null }

/** One conversation of an export: a tree of nodes, of which those with text become turns. Null for what is no conversation. */
export function parseConversation(value: unknown): ParsedConversation | null {
  const parsed = ConversationSchema.safeParse(value)
  if (!parsed.success) return null
  const { mapping, title, create_time, current_node, id, conversation_id } = parsed.data
  const skipped: SkipReason[] = []
  const nodes = new Map<string, z.infer<typeof NodeSchema>>()
  for (const [name, node] of Object.entries(mapping)) {
    const known = NodeSchema.safeParse(node)
    if (!known.success) skipped.push('kind of turn that is not known')
    else if (nodes.size >= MOST_NODES) skipped.push('more turns than an imported conversation may have')
    else nodes.set(name, known.data)
  }
  const { turns, keptAt } = walk(nodes, skipped)
  return {
    originId: conversation_id || id || null,
    title: (title ?? '').trim().slice(0, TITLE_CHARS).toWellFormed(),
    createdAt: milliseconds(create_time),
    turns,
    current: (current_node == null ? null : keptAt.get(current_node)) ?? turns.at(-1)?.node ?? null,
    skipped,
  }
}

/** From each root down, without recursion: a hostile file may be as deep as it is long. */
function walk(
  nodes: ReadonlyMap<string, z.infer<typeof NodeSchema>>,
  skipped: SkipReason[],
): { turns: ParsedTurn[]; keptAt: ReadonlyMap<string, string | null> } {
  const children = new Map<string, string[]>()
  const waiting: string[] = []
  for (const [name, { parent }] of nodes) {
    if (parent == null || !nodes.has(parent)) waiting.push(name)
    else {
      const known = children.get(parent)
      if (known === undefined) children.set(parent, [name])
      else known.push(name)
    }
  }
  waiting.reverse()
  const turns: ParsedTurn[] = []
  /** For each node the turn that stands at it or nearest above it. */
  const keptAt = new Map<string, string | null>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = nodes.get(name)
    if (node === undefined || keptAt.has(name)) continue
    const above = node.parent == null ? null : (keptAt.get(node.parent) ?? null)
    const turn = turnOf(node.message)
    if ('skip' in turn) {
      if (turn.skip !== null) skipped.push(turn.skip)
      keptAt.set(name, above)
    } else {
      turns.push({ node: name, parent: above, ...turn })
      keptAt.set(name, name)
    }
    waiting.push(...(children.get(name) ?? []).toReversed())
  }
  for (let lost = nodes.size - keptAt.size; lost > 0; lost -= 1) skipped.push('turn that is linked to nothing')
  return { turns, keptAt }
}

function turnOf(message: unknown): Turn {
  // The root of a tree has none.
  if (message === null || message === undefined) return { skip: null }
  const parsed = MessageSchema.safeParse(message)
  if (!parsed.success) return { skip: 'kind of turn that is not known' }
  const { author, content, create_time, metadata } = parsed.data
  if (metadata?.is_visually_hidden_from_conversation === true) return { skip: 'hidden turn of the service' }
  const read = textOf(content)
  if (read.skip !== null && read.text === '') return { skip: read.skip }
  if (read.text.trim() === '') return { skip: null }
  if (read.text.length > DOCUMENT_LIMITS.textChars) return { skip: 'turn longer than a text may be' }
  return { role: author.role, createdAt: milliseconds(create_time), text: read.text.toWellFormed() }
}

function textOf(content: Readonly<Record<string, unknown>> & { content_type: string }): { text: string; skip: SkipReason | null } {
  switch (content.content_type) {
    case 'text':
    case 'multimodal_text': {
      const parts = Array.isArray(content.parts) ? content.parts : []
      const texts = parts.flatMap((part: unknown) => (typeof part === 'string' ? [part] : partText(part)))
      return {
        text: texts.filter((text) => text !== '').join('\n\n'),
        skip: parts.length > 0 && texts.length === 0 ? 'image, sound or file' : null,
      }
    }
    case 'code':
    case 'execution_output':
    case 'tether_quote':
    case 'system_error':
      return { text: typeof content.text === 'string' ? content.text : '', skip: null }
    case 'tether_browsing_display':
      return { text: typeof content.result === 'string' ? content.result : '', skip: null }
    case 'thoughts':
    case 'reasoning_recap':
      return { text: '', skip: 'reasoning of the model' }
    case 'user_editable_context':
    case 'model_editable_context':
      return { text: '', skip: 'hidden turn of the service' }
    default:
      return { text: '', skip: 'kind of turn that is not known' }
  }
}

/** Spoken words are written out in the export; everything else is named where it stood. */
function partText(part: unknown): string[] {
  if (typeof part !== 'object' || part === null || !('content_type' in part)) return []
  if (part.content_type === 'audio_transcription' && 'text' in part && typeof part.text === 'string') return [part.text]
  return part.content_type === 'image_asset_pointer' ? ['[image, not imported]'] : ['[attachment, not imported]']
}

function milliseconds(seconds: number | null | undefined): number | null {
  if (seconds === null || seconds === undefined || seconds < 0 || seconds > 8.64e12) return null
  return Math.round(seconds * 1000)
}
