import { t } from '../../i18n/t.ts'
import type { SettingsSection } from '../../state/ui-store.ts'

/** One thing that can be set or done here. The view draws its words from here, so that the search finds what is seen. */
export interface SettingEntry {
  readonly id: string
  readonly section: SettingsSection
  readonly title: string
  readonly text: string
  /** Other words that people look for it by; never shown. */
  readonly also: string
}

export const SECTION_TITLES: Readonly<Record<SettingsSection, string>> = {
  providers: t('Providers'),
  models: t('Models'),
  budgets: t('Budgets'),
  privacy: t('Privacy defaults'),
  tools: t('Other programs'),
  features: t('Features'),
  appearance: t('Appearance'),
  shortcuts: t('Shortcuts'),
  language: t('Language'),
  data: t('Data'),
  diagnostics: t('Diagnostics'),
  about: t('About'),
  danger: t('Danger zone'),
}

const ENTRIES = {
  'your-providers': {
    section: 'providers',
    title: t('Your providers'),
    text: t('What can write a draft, where it runs, and how it is doing. The first healthy one of a kind is used.'),
    also: t('test key health edit remove server connection'),
  },
  'add-provider': {
    section: 'providers',
    title: t('Add a provider'),
    text: t('Ollama, Open WebUI, LM Studio, llama-server or any OpenAI-compatible server, and Langbase.'),
    also: t('connect API endpoint hosted local'),
  },
  'models-here': {
    section: 'models',
    title: t('Models on this machine'),
    text: t('Model files that Tidegate runs by itself, in a process without a network.'),
    also: t('GGUF llama load unload memory'),
  },
  embedding: {
    section: 'models',
    title: t('Search of sources'),
    text: t('Whether sources are found by their words alone, or by what they mean as well.'),
    also: t('embedding vectors semantic meaning'),
  },
  langbase: {
    section: 'models',
    title: t('Langbase pipes and memories'),
    text: t('What the account holds. The service is asked only when you want to see it.'),
    also: t('pipe memory upload hosted'),
  },
  'budget-day': {
    section: 'budgets',
    title: t('Daily limit'),
    text: t('Nothing more is sent to hosted models once this much was spent in a day.'),
    also: t('cost limit money dollars spend hard'),
  },
  'budget-day-warning': {
    section: 'budgets',
    title: t('Daily warning'),
    text: t('You are told once when a day has cost this much. Empty: no warning.'),
    also: t('cost limit money soft notice'),
  },
  'budget-month': {
    section: 'budgets',
    title: t('Monthly limit'),
    text: t('Nothing more is sent to hosted models once this much was spent in a month. Empty: no stop.'),
    also: t('cost limit money dollars spend hard'),
  },
  'budget-month-warning': {
    section: 'budgets',
    title: t('Monthly warning'),
    text: t('You are told once when a month has cost this much. Empty: no warning.'),
    also: t('cost limit money soft notice'),
  },
  'privacy-mode': {
    section: 'privacy',
    title: t('Local only'),
    text: t('Every request stays on this machine, whatever its label. Hosted providers are not contacted at all.'),
    also: t('offline mode hosted network default'),
  },
  policy: {
    section: 'privacy',
    title: t('Policy'),
    text: t('Where a text may go by its label. It is set in Privacy, where you see what a change would have done.'),
    also: t('label rules words patterns'),
  },
  gateway: {
    section: 'tools',
    title: t('Speak to the gate as to OpenAI'),
    text: t(
      'What speaks to OpenAI’s API can speak to the gate instead: each request is checked, masked and recorded like one of your own.',
    ),
    also: t('gateway API endpoint base URL key token client tools'),
  },
  'grant-generate': {
    section: 'tools',
    title: t('Write drafts'),
    text: t('Other programs may have drafts written, on this machine alone.'),
    also: t('MCP tools agent assistant grant permission generate'),
  },
  'grant-hosted': {
    section: 'tools',
    title: t('Use hosted models'),
    text: t('The drafts of other programs may be written by a hosted service where the policy allows it. That sends text, and may cost.'),
    also: t('MCP tools agent assistant grant permission hosted cost'),
  },
  'grant-jobs': {
    section: 'tools',
    title: t('Stop background work'),
    text: t('Other programs may cancel jobs, also those that you started.'),
    also: t('MCP tools agent assistant grant permission jobs cancel'),
  },
  'grant-tests': {
    section: 'tools',
    title: t('Run scenarios'),
    text: t('Other programs may have this app test itself. That takes the machine for a while; nothing is sent.'),
    also: t('MCP tools agent assistant grant permission testing scenarios'),
  },
  'grant-vaults': {
    section: 'tools',
    title: t('Put originals back'),
    text: t('Other programs may replace the stand-ins in a masked text by the originals, also where they did not mask it.'),
    also: t('MCP tools agent assistant grant permission vault restore unmask'),
  },
  'grant-read-public': {
    section: 'tools',
    title: t('Read what is public'),
    text: t('Other programs can read public sources and drafts anyway. This lets them do so in local-only mode, too.'),
    also: t('MCP tools agent assistant grant permission local only'),
  },
  'grant-read-internal': {
    section: 'tools',
    title: t('Read what is internal'),
    text: t('Other programs may read internal sources and drafts, and may pass them on, to a hosted model for example.'),
    also: t('MCP tools agent assistant grant permission label'),
  },
  'grant-read-confidential': {
    section: 'tools',
    title: t('Read what is confidential'),
    text: t('Other programs may read names with addresses and the like, and all that is internal, and may pass it on.'),
    also: t('MCP tools agent assistant grant permission label personal'),
  },
  'grant-read-restricted': {
    section: 'tools',
    title: t('Read everything'),
    text: t('Other programs may read everything, keys, account numbers and health data as well, and may pass it on.'),
    also: t('MCP tools agent assistant grant permission label secrets restricted'),
  },
  'flag-citation-repair': {
    section: 'features',
    title: t('Repair of citations'),
    text: t('A sentence that contradicts its passage is given back to the model once, where the settings allow it.'),
    also: t('flag switch rollout canary citations repair'),
  },
  'flag-meaning-search': {
    section: 'features',
    title: t('Search by meaning'),
    text: t('Passages are found by what they mean as well as by their words, where there is an embedding model.'),
    also: t('flag switch rollout canary embedding'),
  },
  'flag-second-request': {
    section: 'features',
    title: t('Second request to a slow service'),
    text: t('A hosted service that is late is asked a second time, where the settings allow it. Both may cost.'),
    also: t('flag switch rollout canary hedging hosted'),
  },
  'flag-learned-difficulty': {
    section: 'features',
    title: t('Trained estimate of difficulty'),
    text: t('How much a request asks for is judged by the model that comes with the app; off, by rules.'),
    also: t('flag switch rollout canary routing difficulty'),
  },
  'flag-own-correction': {
    section: 'features',
    title: t('Learning from your drafts'),
    text: t('What your verdicts on drafts taught is used when a route is chosen.'),
    also: t('flag switch rollout canary routing feedback correction'),
  },
  theme: {
    section: 'appearance',
    title: t('Theme'),
    text: t('Light, dark, or as the system.'),
    also: t('colour dark light night'),
  },
  contrast: {
    section: 'appearance',
    title: t('Contrast'),
    text: t('High contrast draws stronger lines and text.'),
    also: t('readable accessibility vision'),
  },
  density: {
    section: 'appearance',
    title: t('Density'),
    text: t('Compact shows more rows in the same space.'),
    also: t('spacing size rows compact'),
  },
  motion: {
    section: 'appearance',
    title: t('Motion'),
    text: t('Reduced: nothing slides or fades.'),
    also: t('animation reduce accessibility'),
  },
  desktop: {
    section: 'shortcuts',
    title: t('Outside its windows'),
    text: t('Whether Tidegate starts when you log in, and keys that open a quick draft from anywhere.'),
    also: t('login autostart global quick window'),
  },
  shortcuts: {
    section: 'shortcuts',
    title: t('Keyboard shortcuts'),
    text: t('Every command and its keys. Choose a row to change them.'),
    also: t('keys hotkeys keyboard bindings'),
  },
  language: {
    section: 'language',
    title: t('Language of the window'),
    // Whoever does not read the present language finds it by its name in their own.
    text: t('The window loads anew; what you typed is kept.'),
    also: 'language Sprache اللغة English Deutsch العربية',
  },
  'data-folder': {
    section: 'data',
    title: t('Data folder'),
    text: t('Everything that Tidegate keeps is in this folder of this machine.'),
    also: t('path location open size disk space'),
  },
  'backup-now': {
    section: 'data',
    title: t('Back up now'),
    text: t('A verified copy of the database: requests, drafts, sources, jobs and the ledger. Keys and settings are not in it.'),
    also: t('copy save export'),
  },
  backups: {
    section: 'data',
    title: t('Backups in the data folder'),
    text: t(
      'One is made each day and before an update; the newest five of these are kept. Those that you make stay until you delete them.',
    ),
    also: t('restore automatic copy'),
  },
  restore: {
    section: 'data',
    title: t('Restore from a file'),
    text: t('The backup is checked first. It takes its place at the next start; what is there now is set aside, never deleted.'),
    also: t('import recover undo backup'),
  },
  diagnostics: {
    section: 'diagnostics',
    title: t('Diagnostics bundle'),
    text: t(
      'What helps to find a fault, without anything that you wrote, and without keys, names and addresses. You see all of it before you save it.',
    ),
    also: t('doctor log report problem support bug'),
  },
  shipping: {
    section: 'diagnostics',
    title: t('Log lines and metrics'),
    text: t('They hold nothing that you wrote, and can go to an OpenTelemetry collector of yours. Without one they stay here.'),
    also: t('OTLP telemetry monitoring collector export'),
  },
  about: {
    section: 'about',
    title: t('This installation'),
    text: t('Version, system and where it runs.'),
    also: t('version release'),
  },
  updates: {
    section: 'about',
    title: t('New versions'),
    text: t(
      'Nobody is asked for one unless you say so, and the question holds nothing of you. What is found is fetched and installed at your word.',
    ),
    also: t('update upgrade release beta stable channel automatic'),
  },
  'first-steps': {
    section: 'about',
    title: t('First steps'),
    text: t('What the gate does, what was found on this machine, and a first draft.'),
    also: t('welcome onboarding tour introduction'),
  },
  'clear-history': {
    section: 'danger',
    title: t('Clear history'),
    text: t(
      'Deletes prompts, drafts, versions and imported conversations for good. Kept: sources, templates, settings, the ledger and what was spent.',
    ),
    also: t('delete drafts requests conversations'),
  },
  'clear-vectors': {
    section: 'danger',
    title: t('Clear cached vectors'),
    text: t('Deletes what sources are found by meaning with. Kept: the sources. With an embedding model they are made again.'),
    also: t('embedding cache delete'),
  },
  'reset-settings': {
    section: 'danger',
    title: t('Reset settings'),
    text: t('Budgets, times, limits and weights go back to their defaults. Kept: providers, keys, models and every rule of privacy.'),
    also: t('defaults restore factory'),
  },
  'delete-all': {
    section: 'danger',
    title: t('Delete all data'),
    text: t('Deletes everything in the data folder at the next start: database, backups, settings, keys. Nothing is kept.'),
    also: t('erase wipe uninstall remove everything'),
  },
} satisfies Readonly<Record<string, Omit<SettingEntry, 'id'>>>

export type SettingId = keyof typeof ENTRIES

export function settingOf(id: SettingId): SettingEntry {
  return { id, ...ENTRIES[id] }
}

export const SETTINGS: readonly SettingEntry[] = Object.entries(ENTRIES).map(([id, entry]) => ({ id, ...entry }))

/** The id of the element that shows a setting. */
export function settingElementId(id: string): string {
  return `setting-${id}`
}
