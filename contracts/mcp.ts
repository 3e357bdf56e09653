import { z } from 'zod'

/**
 * What a person allows clients of the Model Context Protocol to do, beyond looking at what is public. Each stands by itself, but for the `read-`
 * ones, of which a higher includes the lower.
 */
export const MCP_GRANTS = {
  generate: 'write drafts on this machine',
  hosted: 'have a draft written by a hosted service, which sends and may cost',
  jobs: 'stop background work',
  tests: 'run scenarios of this app, which takes the machine for a while',
  vaults: 'put back the originals of stand-ins that another client or person made',
  'read-public': 'read public sources and drafts also while the app is in local-only mode',
  'read-internal': 'read internal sources and drafts',
  'read-confidential': 'read confidential sources and drafts',
  'read-restricted': 'read everything, keys and health data included',
} as const
export type McpGrant = keyof typeof MCP_GRANTS
export const McpGrantSchema = z.enum([
  'generate',
  'hosted',
  'jobs',
  'tests',
  'vaults',
  'read-public',
  'read-internal',
  'read-confidential',
  'read-restricted',
] satisfies McpGrant[])

/** Nothing is granted until a person does: `tidegate config set mcp.grants '["generate"]'`. */
export const McpSettingsSchema = z.strictObject({ grants: z.array(McpGrantSchema).default([]) })
export type McpSettings = z.infer<typeof McpSettingsSchema>
