import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { comparisonsContract } from './comparisons.ts'
import { composeContract } from './compose.ts'
import { ConfigSchema } from './config.ts'
import { costContract } from './cost.ts'
import { dataFolderContract } from './data-folder.ts'
import { DesktopChangeSchema, DesktopSettingsSchema, SpeechSchema, TakenFilesSchema } from './desktop.ts'
import { diagnosticsContract } from './diagnostics.ts'
import { documentsContract } from './documents.ts'
import { AppEventSchema } from './events.ts'
import {
  GenerationEventSchema,
  GenerationRequestSchema,
  GenerationSchema,
  GenerationSummarySchema,
  LIMITS,
  SourceInputSchema,
} from './generation.ts'
import { historyContract } from './history.ts'
import { HostCommandSchema } from './host-command.ts'
import { jobsContract } from './job-control.ts'
import { KeyPlaceSchema, KeyStateSchema, keysContract } from './keys.ts'
import { langbaseContract } from './langbase.ts'
import { ledgerViewContract } from './ledger-view.ts'
import { modelsContract } from './models.ts'
import { onboardingContract } from './onboarding.ts'
import { picturesContract } from './picture-review.ts'
import { JudgedScanSchema, LedgerEntrySchema, LedgerVerificationSchema, MaskResultSchema, RestoreResultSchema } from './privacy.ts'
import { privacyInsightContract } from './privacy-insight.ts'
import { privacyRulesContract } from './privacy-rules.ts'
import { providersContract } from './providers.ts'
import { HISTORY_SPANS, OwnProcessSchema, ResourceHistorySchema, ResourceLimitsSchema, ResourceSampleSchema } from './resources.ts'
import { rolloutContract } from './rollout.ts'
import { ProviderStatesSchema, RouteOptionsSchema, RoutingDecisionSchema } from './routing.ts'
import { routingHistoryContract } from './routing-history.ts'
import { sourcesContract } from './sources.ts'
import { templatesContract } from './templates.ts'
import { testsContract } from './tests-view.ts'
import { updatesContract } from './updates.ts'

const Id = z.object({ id: z.string().min(1) })
const Page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100), before: z.coerce.number().int().optional() })
const TextInput = z.object({ text: z.string().max(LIMITS.sourceTextChars) })

export const HOST_KINDS = ['electron', 'headless'] as const
export const HostInfoSchema = z.object({
  host: z.enum(HOST_KINDS),
  /** What the person has to know about this start: a database that was restored, a start in safe mode. One sentence each. */
  notices: z.array(z.string()).default([]),
  /** Whether all data was deleted before this start. */
  erased: z.boolean().default(false),
  /** Whether it can ask the person for a path, by the system's own dialog. */
  choosesPaths: z.boolean().default(false),
  version: z.string(),
  platform: z.string(),
  dataDir: z.string(),
  pid: z.number().int(),
  /** The port on the loopback interface at which other programs find it; absent where it serves none. */
  port: z.number().int().positive().optional(),
})
export type HostInfo = z.infer<typeof HostInfoSchema>
/** What a host knows of itself; the notices come from what it opened, and what it can do from the desktop that it has. */
export type HostFacts = Omit<HostInfo, 'notices' | 'erased' | 'choosesPaths'>

/** What a path is asked for: one `.gguf` file, a folder of sources, a backup that is there, or a new one. */
export const PATH_KINDS = ['model', 'folder', 'backup', 'new-backup'] as const
export type PathKind = (typeof PATH_KINDS)[number]

export const ProviderStatusSchema = z.object({
  id: z.string(),
  kind: z.string(),
  model: z.string(),
  /** Host and port only; never a path or a credential. */
  address: z.string(),
  locality: z.enum(['local', 'hosted']),
  hasKey: z.boolean(),
  /** How it stands with the key, and where it is; absent where no key is ever needed. */
  keyState: KeyStateSchema.optional(),
  keyPlace: KeyPlaceSchema.nullable().optional(),
  healthy: z.boolean(),
  circuit: z.enum(['closed', 'half-open', 'open']),
  detail: z.string(),
})
export type ProviderStatus = z.infer<typeof ProviderStatusSchema>

export const DoctorCheckSchema = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'error']),
  detail: z.string(),
  /** What to do about it; empty when there is nothing to do. */
  fix: z.string(),
})
export const DoctorReportSchema = z.object({ ok: z.boolean(), checks: z.array(DoctorCheckSchema) })
export type DoctorReport = z.infer<typeof DoctorReportSchema>

/** The one contract between the core and whoever drives it: the renderer in either host, and HTTP callers. */
export const contract = {
  host: {
    info: oc.route({ method: 'GET', path: '/host' }).output(HostInfoSchema),
    doctor: oc.route({ method: 'GET', path: '/doctor' }).output(DoctorReportSchema),
    /** Puts text on the clipboard of the machine, where the host may; else `copied` is false and the page does it itself. */
    copyText: oc
      .route({ method: 'POST', path: '/host/clipboard' })
      .input(TextInput)
      .output(z.object({ copied: z.boolean() })),
    /**
     * Asks the person for a path by the system's dialog, over the window that asks, and tells that window alone. Null where they chose none, where
     * a dialog is open over the window already, and in a host without a desktop.
     */
    choosePath: oc
      .route({ method: 'POST', path: '/host/choose-path' })
      .input(z.object({ kind: z.enum(PATH_KINDS) }))
      .output(z.object({ path: z.string().nullable() })),
    /** Whether the machine is on a network: now, and after each change. Has no end of its own. */
    network: oc.route({ method: 'GET', path: '/host/network' }).output(eventIterator(z.object({ online: z.boolean() }))),
    /** Tells the host how the window speaks, for its menus and notifications. Hosts without a desktop do nothing. */
    speak: oc.route({ method: 'POST', path: '/host/speech' }).input(SpeechSchema),
    desktop: oc.route({ method: 'GET', path: '/host/desktop' }).output(DesktopSettingsSchema),
    setDesktop: oc.route({ method: 'POST', path: '/host/desktop' }).input(DesktopChangeSchema).output(DesktopSettingsSchema),
    /** The person's answer to `offer-files`: makes sources of them, or forgets them. */
    takeFiles: oc
      .route({ method: 'POST', path: '/host/files' })
      .input(z.object({ offerId: z.string().min(1).max(80), accept: z.boolean() }))
      .output(TakenFilesSchema),
    /** Shows a draft in a window of the app and closes the quick window that asks. */
    showGeneration: oc.route({ method: 'POST', path: '/host/show-generation' }).input(Id),
    /** Puts the quick window that asks out of sight, with what is typed in it. */
    hideQuickWindow: oc.route({ method: 'POST', path: '/host/hide-quick-window' }),
    /** What menus, the tray, notifications and links ask this window to show. Has no end of its own; other hosts send nothing. */
    commands: oc.route({ method: 'GET', path: '/host/commands' }).output(eventIterator(HostCommandSchema)),
  },
  privacy: {
    scan: oc.route({ method: 'POST', path: '/scan' }).input(TextInput).output(JudgedScanSchema),
    mask: oc
      .route({ method: 'POST', path: '/mask' })
      .input(TextInput.extend({ vaultId: z.string().optional(), keep: z.boolean().optional() }))
      .output(MaskResultSchema),
    restore: oc
      .route({ method: 'POST', path: '/restore' })
      .input(TextInput.extend({ vaultId: z.string() }))
      .output(RestoreResultSchema),
    rules: privacyRulesContract,
    ...privacyInsightContract,
  },
  routing: {
    preview: oc
      .route({ method: 'POST', path: '/route' })
      .input(
        z.object({
          prompt: z.string().max(LIMITS.promptChars),
          sources: z.array(SourceInputSchema).max(LIMITS.sources).default([]),
          template: GenerationRequestSchema.shape.template,
          fields: GenerationRequestSchema.shape.fields,
          options: RouteOptionsSchema.default({}),
        }),
      )
      .output(RoutingDecisionSchema),
    providers: oc
      .route({ method: 'GET', path: '/providers' })
      .output(z.object({ states: ProviderStatesSchema, providers: z.array(ProviderStatusSchema) })),
    ...routingHistoryContract,
  },
  rollout: rolloutContract,
  sources: sourcesContract,
  compose: composeContract,
  keys: keysContract,
  templates: templatesContract,
  documents: documentsContract,
  comparisons: comparisonsContract,
  history: historyContract,
  langbase: langbaseContract,
  costs: costContract,
  generations: {
    start: oc
      .route({ method: 'POST', path: '/generations' })
      .input(GenerationRequestSchema)
      .output(z.object({ id: z.string(), jobId: z.string() })),
    /** Attach to a generation at any time: first a snapshot, then what follows, until `done`. */
    watch: oc.route({ method: 'GET', path: '/generations/{id}/events' }).input(Id).output(eventIterator(GenerationEventSchema)),
    get: oc.route({ method: 'GET', path: '/generations/{id}' }).input(Id).output(GenerationSchema),
    list: oc.route({ method: 'GET', path: '/generations' }).input(Page.prefault({})).output(z.array(GenerationSummarySchema)),
    cancel: oc
      .route({ method: 'POST', path: '/generations/{id}/cancel' })
      .input(Id)
      .output(z.object({ cancelled: z.boolean() })),
  },
  jobs: jobsContract,
  ledger: {
    ...ledgerViewContract,
    list: oc
      .route({ method: 'GET', path: '/ledger' })
      .input(Page.prefault({}))
      .output(z.array(LedgerEntrySchema.omit({ payload: true }))),
    get: oc
      .route({ method: 'GET', path: '/ledger/{seq}' })
      .input(z.object({ seq: z.coerce.number().int().positive() }))
      .output(LedgerEntrySchema),
    verify: oc.route({ method: 'GET', path: '/ledger-verification' }).output(LedgerVerificationSchema),
    /** Deletes the stored payload of one entry and appends a tombstone. */
    redact: oc
      .route({ method: 'DELETE', path: '/ledger/{seq}/payload' })
      .input(z.object({ seq: z.coerce.number().int().positive() }))
      .output(z.object({ redacted: z.boolean() })),
  },
  resources: {
    current: oc.route({ method: 'GET', path: '/resources' }).output(ResourceSampleSchema),
    limits: oc.route({ method: 'GET', path: '/resource-limits' }).output(ResourceLimitsSchema),
    /** The last 24 hours in stretches of 5 minutes, or the last 30 days in stretches of 2 hours; only those in which the app ran. */
    history: oc
      .route({ method: 'GET', path: '/resource-history' })
      .input(z.object({ span: z.enum(HISTORY_SPANS).default('day') }).prefault({}))
      .output(ResourceHistorySchema),
    /** What this app is made of at the moment, and what each part takes. */
    processes: oc.route({ method: 'GET', path: '/resource-processes' }).output(z.array(OwnProcessSchema)),
    /** The last minutes first, then a sample a second while somebody listens. */
    watch: oc.route({ method: 'GET', path: '/resources/events' }).output(eventIterator(z.array(ResourceSampleSchema))),
  },
  models: modelsContract,
  providers: providersContract,
  dataFolder: dataFolderContract,
  diagnostics: diagnosticsContract,
  tests: testsContract,
  pictures: picturesContract,
  onboarding: onboardingContract,
  updates: updatesContract,
  config: {
    get: oc.route({ method: 'GET', path: '/config' }).output(ConfigSchema),
    set: oc
      .route({ method: 'POST', path: '/config' })
      .input(z.object({ path: z.string().min(1).max(200), value: z.unknown() }))
      .output(ConfigSchema),
  },
  events: {
    watch: oc.route({ method: 'GET', path: '/events' }).output(eventIterator(AppEventSchema)),
  },
}
