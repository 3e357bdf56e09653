import { t } from '../../i18n/t.ts'
import { type PrivacyTab, type RoutingTab, VIEW_TITLES, VIEWS } from '../../state/ui-store.ts'
import type { Command } from './command.ts'

const PRIVACY_PARTS: ReadonlyArray<readonly [PrivacyTab, string]> = [
  ['ledger', t('Privacy: what left this machine')],
  ['policy', t('Privacy: policy')],
  ['rules', t('Privacy: your words and patterns')],
  ['findings', t('Privacy: what was found')],
]

const ROUTING_PARTS: ReadonlyArray<readonly [RoutingTab, string]> = [
  ['decisions', t('Routing: decisions')],
  ['outcomes', t('Routing: estimates and outcomes')],
  ['costs', t('Routing: costs and savings')],
  ['rules', t('Routing: rules and weights')],
  ['learning', t('Routing: what was learnt')],
  ['experiments', t('Routing: experiments')],
  ['changes', t('Routing: changes')],
]

/** The views, and the parts of them that have a name. A browser keeps Ctrl and a digit for its tabs, so Alt does the same. */
export const GO_COMMANDS: readonly Command[] = [
  ...VIEWS.map(
    (view, index): Command => ({
      id: `go.${view}`,
      title: t('Go to {view}', { view: VIEW_TITLES[view] }),
      also: '',
      section: 'go',
      keys: [`Mod+${index + 1}`, `Alt+${index + 1}`, ...(view === 'settings' ? ['Mod+,'] : [])],
      overDialogs: true,
      run: ({ ui }) => ui.getState().goTo(view),
    }),
  ),
  ...PRIVACY_PARTS.map(
    ([tab, title]): Command => ({
      id: `go.privacy.${tab}`,
      title,
      also: tab === 'ledger' ? t('egress ledger') : '',
      section: 'go',
      keys: [],
      run({ ui }) {
        ui.getState().setPrivacyTab(tab)
        ui.getState().goTo('privacy')
      },
    }),
  ),
  ...ROUTING_PARTS.map(
    ([tab, title]): Command => ({
      id: `go.routing.${tab}`,
      title,
      also: '',
      section: 'go',
      keys: [],
      run({ ui }) {
        ui.getState().setRoutingTab(tab)
        ui.getState().goTo('routing')
      },
    }),
  ),
]
