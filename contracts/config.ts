import { z } from 'zod'
import { BudgetSettingsSchema } from './cost.ts'
import { embeddingProblem, SourceSettingsSchema } from './embedding.ts'
import { McpSettingsSchema } from './mcp.ts'
import { ModelSettingsSchema } from './model-settings.ts'
import { PLAIN_ADDRESS } from './plain-address.ts'
import { DEFAULT_POLICY, PolicySchema, PrivacyModeSchema } from './privacy.ts'
import { DEFAULT_WEIGHT_SET, PreferenceSchema, WeightSetSchema } from './routing-rules.ts'
import { otlpProblem, TelemetrySettingsSchema } from './telemetry.ts'
import { UpdateSettingsSchema } from './updates.ts'

export const ENVIRONMENTS = ['development', 'staging', 'production'] as const

/** Kinds of provider that are reached at an address; the other one is `embedded`. */
export const PROVIDER_KINDS = ['langbase', 'openai-compatible', 'open-webui', 'ollama'] as const
export const ProviderKindSchema = z.enum(PROVIDER_KINDS)
export type ProviderKind = z.infer<typeof ProviderKindSchema>

/** `host`, `host:port`, an IPv4 address, or an IPv6 address with or without brackets. */
const HostEntrySchema = z
  .string()
  .regex(
    /^(?:\[[0-9a-f:.]+\](?::\d{1,5})?|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*|[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*(?::\d{1,5})?)$/i,
    'a host name or address, optionally with a port, such as nas.lan or 192.168.1.5:8080; no scheme and no path',
  )

/** `/…`, `C:\\…` or `\\\\server\\…` */
const ABSOLUTE_PATH = /^(?:\/|[a-z]:[\\/]|\\\\)/i

/** What every provider has. There is no key here: keys live in the keychain, or in the environment, or in `keys.json`. */
const COMMON = {
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, starting with a letter, at most 40 characters'),
  /** Model name; for Langbase the pipe's name, or `maker:model` (`openai:gpt-4o-mini`) to run without a pipe; for an embedded model the name to show. */
  model: z.string().min(1),
  enabled: z.boolean().default(true),
  /** For an embedded model the most that it is loaded with; what the file and the memory allow may be less. */
  contextTokens: z.number().int().positive().default(8192),
  /** Not asked of an embedded model: its file tells. */
  needsMemoryMb: z.number().nonnegative().default(0),
  needsVramMb: z.number().nonnegative().optional(),
  /** Expected quality, 0 to 1, until it has been measured. */
  quality: z.number().min(0).max(1).default(0.5),
  tokensPerSecond: z.number().positive().default(30),
  usdPerMillionInput: z.number().nonnegative().default(0),
  usdPerMillionOutput: z.number().nonnegative().default(0),
  /** The plan's limit of requests a minute. Without it 25 are assumed for a hosted Langbase, until the service names another. */
  requestsPerMinute: z.number().int().min(1).max(100_000).optional(),
  /** Requests that run there at the same time; 4 when it is not said. An embedded model answers one after the other. */
  parallel: z.number().int().min(1).max(64).optional(),
  /** Langbase memories to search for a request, besides its sources. */
  memories: z.array(z.string().min(1)).default([]),
}

/**
 * A provider that is reached at an address. Its key is in the keychain, or in the environment variable `TIDEGATE_KEY_<ID>`, or in the 0600
 * file `keys.json` of the data folder. Locality is derived from `baseUrl`, never stated.
 */
export const ServedProviderConfigSchema = z.strictObject({
  ...COMMON,
  kind: ProviderKindSchema,
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .regex(
      PLAIN_ADDRESS,
      'only scheme, host, port and path; no user name, password, query or fragment: keys are stored with "tidegate config key"',
    ),
})
export type ServedProviderConfig = z.infer<typeof ServedProviderConfigSchema>

/** A model file that the app runs itself, in a process without a network: local by construction. */
export const EmbeddedProviderConfigSchema = z.strictObject({
  ...COMMON,
  kind: z.literal('embedded'),
  file: z.string().regex(ABSOLUTE_PATH, 'the full path of a .gguf file; "tidegate models find" lists those on this machine'),
})
export type EmbeddedProviderConfig = z.infer<typeof EmbeddedProviderConfigSchema>

/** A provider that the user configured. */
export const ProviderConfigSchema = z.discriminatedUnion('kind', [ServedProviderConfigSchema, EmbeddedProviderConfigSchema])
export type ProviderConfig = z.infer<typeof ProviderConfigSchema>

/** Each setting by itself. */
const AllSettingsSchema = z.strictObject({
  environment: z.enum(ENVIRONMENTS).default('production'),
  privacyMode: PrivacyModeSchema.default('balanced'),
  policy: z
    .strictObject({ allowed: PolicySchema.shape.allowed.strict() })
    .default(DEFAULT_POLICY as unknown as z.infer<typeof PolicySchema>),
  /** Hosts (name or address, optionally `:port`) outside this machine that the user declares to be their own. */
  trustedHosts: z.array(HostEntrySchema).default([]),
  /**
   * Addresses on this machine (or trusted ones) that pass requests on to somewhere else, such as a tunnel or a proxy in front of a
   * hosted service. They count as hosted. Wins over `trustedHosts`.
   */
  hostedHosts: z.array(HostEntrySchema).default([]),
  providers: z.array(ProviderConfigSchema).default([]),
  models: ModelSettingsSchema.prefault({}),
  sources: SourceSettingsSchema.prefault({}),
  /** Hard stop of a day. */
  budgetUsdPerDay: z.number().nonnegative().default(1),
  costs: BudgetSettingsSchema.prefault({}),
  timeouts: z
    .strictObject({
      connectMs: z.number().int().positive().default(5_000),
      firstByteMs: z.number().int().positive().default(30_000),
      idleMs: z.number().int().positive().default(30_000),
      totalMs: z.number().int().positive().default(300_000),
    })
    .prefault({}),
  retry: z
    .strictObject({
      attempts: z.number().int().min(1).max(10).default(3),
      baseMs: z.number().int().positive().default(250),
      capMs: z.number().int().positive().default(8_000),
    })
    .prefault({}),
  /** Sentences that contradict the passage they draw on are given back to the model once: never, to local models, or also where it costs money. */
  citations: z.strictObject({ repair: z.enum(['off', 'local', 'always']).default('local') }).prefault({}),
  /**
   * Asks a hosted service a second time when it is silent for longer than nineteen of twenty requests are, and reads whichever answers first. Both
   * may be charged, so it is off unless it is turned on.
   */
  hedging: z.strictObject({ enabled: z.boolean().default(false) }).prefault({}),
  /** The file of flags that several installations share; without it each has its own in its data folder. Read at the start. */
  flags: z
    .strictObject({
      file: z.string().regex(ABSOLUTE_PATH, 'the full path of a file that the installations share').nullable().default(null),
    })
    .prefault({}),
  /** When this machine counts as too busy for a local model. 101 percent: never. */
  machine: z
    .strictObject({
      cpuSaturatedPct: z.number().min(1).max(101).default(90),
      batteryLowPct: z.number().min(0).max(100).default(15),
      memoryReserveMb: z.number().nonnegative().default(256),
    })
    .prefault({}),
  /** How routes are weighed, and what matters most to this workspace. */
  routing: z
    .strictObject({ weights: WeightSetSchema.default(DEFAULT_WEIGHT_SET), prefer: PreferenceSchema.default('balanced') })
    .prefault({}),
  /** Who judges drafts in the testing workflow: nobody, the local model, or the hosted service, which is shown public text only. */
  testing: z.strictObject({ judge: z.enum(['off', 'local', 'hosted']).default('local') }).prefault({}),
  /** What clients of the Model Context Protocol may do beyond looking at what is public. */
  mcp: McpSettingsSchema.prefault({}),
  updates: UpdateSettingsSchema.prefault({}),
  /** Where log lines and metrics are shipped; nowhere unless it is said. */
  telemetry: TelemetrySettingsSchema.prefault({}),
  server: z.strictObject({ port: z.number().int().min(0).max(65_535).default(0) }).prefault({}),
  coordinator: z
    .strictObject({
      concurrency: z.number().int().min(1).max(64).default(2),
      /** Hosts (name or address, optionally `:port`) outside this machine on which the database of a team may be. They are spoken to by TLS only. */
      team: z.strictObject({ hosts: z.array(HostEntrySchema).default([]) }).prefault({}),
      /** How long ended jobs stay in the list. The figures of each day stay for good. */
      history: z
        .strictObject({
          succeededDays: z.number().positive().max(3_650).default(30),
          otherDays: z.number().positive().max(3_650).default(90),
          keepSucceeded: z.number().int().min(100).max(10_000_000).default(100_000),
        })
        .prefault({}),
    })
    .prefault({}),
})

/** All settings. Unknown keys are refused, so that a typing error is seen. Times in ms, money in US dollars. */
export const ConfigSchema = AllSettingsSchema.superRefine(({ sources, providers, telemetry, trustedHosts }, context) => {
  const problem = sources.embedding === null ? null : embeddingProblem(sources.embedding, providers)
  if (problem !== null) context.addIssue({ code: 'custom', path: ['sources', 'embedding'], message: problem })
  const { endpoint } = telemetry.otlp
  const unsafe = endpoint === null ? null : otlpProblem(endpoint, trustedHosts)
  if (unsafe !== null) context.addIssue({ code: 'custom', path: ['telemetry', 'otlp', 'endpoint'], message: unsafe })
})
export type Config = z.infer<typeof ConfigSchema>
