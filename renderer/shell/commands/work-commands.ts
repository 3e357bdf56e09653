import type { JobState } from '#contracts/jobs.ts'
import { t } from '../../i18n/t.ts'
import type { AppState } from '../../state/app-state.ts'
import type { Command } from './command.ts'

const OVER: ReadonlySet<JobState> = new Set<JobState>(['succeeded', 'failed', 'cancelled', 'dead'])

/** The job whose details are open. */
function openJob({ jobs }: AppState): { readonly id: string; readonly isOver: boolean } | null {
  const job = jobs.getState().detail?.job
  return job === undefined ? null : { id: job.id, isOver: OVER.has(job.state) }
}

/** Asks the core whether the ledger is whole, and says so wherever one is. */
async function verifyLedger({ ui, ledger }: AppState): Promise<void> {
  ui.getState().setPrivacyTab('ledger')
  ui.getState().goTo('privacy')
  await ledger.getState().verify()
}

/** Privacy and background work. */
export const WORK_COMMANDS: readonly Command[] = [
  {
    id: 'privacy.local-only',
    title: t('Local only for this request: on or off'),
    also: t('privacy mode nothing leaves'),
    section: 'privacy',
    keys: ['Mod+Shift+L'],
    when: ({ host }) => host.getState().config?.privacyMode !== 'local-only',
    run({ ui, compose }) {
      const next = !compose.getState().localOnly
      compose.getState().setLocalOnly(next)
      ui.getState().notify(next ? t('This request stays on this machine.') : t('The gate decides about this request again.'))
    },
  },
  {
    id: 'privacy.local-only-all',
    title: t('Local only for every request: on or off'),
    also: t('privacy mode offline nothing leaves'),
    section: 'privacy',
    keys: [],
    when: ({ host }) => host.getState().config !== null,
    async run({ ui, host }) {
      const next = host.getState().config?.privacyMode === 'local-only' ? 'balanced' : 'local-only'
      await host.getState().setPrivacyMode(next)
      ui.getState().notify(
        next === 'local-only' ? t('Every request stays on this machine.') : t('The gate decides about every request again.'),
      )
    },
  },
  {
    id: 'privacy.verify',
    title: t('Verify the egress ledger'),
    also: t('check chain proof'),
    section: 'privacy',
    keys: [],
    run: verifyLedger,
  },
  {
    id: 'jobs.retry',
    title: t('Try the open job again'),
    also: t('retry repeat'),
    section: 'jobs',
    keys: [],
    when: (app) => openJob(app)?.isOver === true,
    run: (app) => app.jobs.getState().retry(openJob(app)?.id ?? ''),
  },
  {
    id: 'jobs.cancel',
    title: t('Cancel the open job'),
    also: t('stop abort'),
    section: 'jobs',
    keys: [],
    when: (app) => openJob(app)?.isOver === false,
    run: (app) => app.jobs.getState().cancel(openJob(app)?.id ?? ''),
  },
  {
    id: 'jobs.failed',
    title: t('Show the jobs that failed'),
    also: t('errors dead'),
    section: 'jobs',
    keys: [],
    async run({ ui, jobs }) {
      ui.getState().goTo('jobs')
      await jobs.getState().setFilter({ scope: 'failed' })
    },
  },
]
