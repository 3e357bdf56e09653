import { z } from 'zod'
import { LIMITS } from '#contracts/generation.ts'
import { JudgedScanSchema, MaskResultSchema, RestoreResultSchema } from '#contracts/privacy.ts'
import { judged } from '../../privacy/index.ts'
import type { ToolDefinition } from '../define-tool.ts'
import { demand } from '../grants.ts'

const Text = z.string().max(LIMITS.sourceTextChars)
const HERE = { reads: true, sends: false, ends: false } as const

const ScanInput = z.strictObject({ text: Text.describe('The text to look through') })
export const scan: ToolDefinition<typeof ScanInput, typeof JudgedScanSchema> = {
  name: 'scan',
  title: 'Find what is sensitive',
  description:
    'Finds names, contact data, credentials and other sensitive spans in a text, and its label: public, internal, confidential or restricted. ' +
    'Offsets are UTF-16 code units. Runs on this machine; nothing is stored or sent.',
  input: ScanInput,
  output: JudgedScanSchema,
  effects: HERE,
  run: async ({ text }, { deps, signal }) => judged(await deps.app.privacy.scan(text, signal)),
}

const MaskInput = z.strictObject({
  text: Text.describe('The text to mask'),
  vaultId: z.string().min(1).max(200).optional().describe('A vault of an earlier call: the same value then gets the same stand-in'),
})
const MaskOutput = MaskResultSchema.omit({ kept: true })
export const mask: ToolDefinition<typeof MaskInput, typeof MaskOutput> = {
  name: 'mask',
  title: 'Replace what is sensitive',
  description:
    'Replaces every sensitive span by a plausible stand-in. The originals stay on this machine, in a vault in memory that this connection made and that ' +
    'ends with it; “restore” puts them back.',
  input: MaskInput,
  output: MaskOutput,
  effects: HERE,
  async run({ text, vaultId }, { deps, settings, ownVaults }) {
    if (vaultId !== undefined && !ownVaults.has(vaultId)) demand('vaults', settings)
    const result = await deps.app.privacy.mask(text, vaultId)
    if (vaultId === undefined) ownVaults.add(result.vaultId)
    return result
  },
}

const RestoreInput = z.strictObject({ text: Text.describe('A masked text, or an answer to one'), vaultId: z.string().min(1).max(200) })
export const restore: ToolDefinition<typeof RestoreInput, typeof RestoreResultSchema> = {
  name: 'restore',
  title: 'Put the originals back',
  description:
    'Puts the originals back into a text that was masked by this connection. Stand-ins that were altered beyond recognition are listed as ' +
    'unresolved. A vault that somebody else made needs the grant “vaults”.',
  input: RestoreInput,
  output: RestoreResultSchema,
  effects: HERE,
  async run({ text, vaultId }, { deps, settings, ownVaults }) {
    if (!ownVaults.has(vaultId)) demand('vaults', settings)
    return deps.app.privacy.restore(text, vaultId)
  },
}
