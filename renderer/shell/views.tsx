import { type ComponentType, lazy } from 'react'
import { VIEWS, type View } from '../state/ui-store.ts'
import { fetchDialogs } from './fetched-later.tsx'

/** Each view is fetched when it is first wanted, so that the window starts with one of them. */
const LOADERS: Readonly<Record<View, () => Promise<{ readonly default: ComponentType }>>> = {
  compose: async () => ({ default: (await import('../features/compose/compose-view.tsx')).ComposeView }),
  jobs: async () => ({ default: (await import('../features/jobs/jobs-view.tsx')).JobsView }),
  privacy: async () => ({ default: (await import('../features/privacy/privacy-view.tsx')).PrivacyView }),
  resources: async () => ({ default: (await import('../features/resources/resources-view.tsx')).ResourcesView }),
  routing: async () => ({ default: (await import('../features/routing/routing-view.tsx')).RoutingView }),
  testing: async () => ({ default: (await import('../features/testing/testing-view.tsx')).TestingView }),
  settings: async () => ({ default: (await import('../features/settings/settings-view.tsx')).SettingsView }),
}

export const VIEW_COMPONENTS: Readonly<Record<View, ComponentType>> = {
  compose: lazy(LOADERS.compose),
  jobs: lazy(LOADERS.jobs),
  privacy: lazy(LOADERS.privacy),
  resources: lazy(LOADERS.resources),
  routing: lazy(LOADERS.routing),
  testing: lazy(LOADERS.testing),
  settings: lazy(LOADERS.settings),
}

/** Begins to fetch a view before it is drawn. */
export function fetchView(view: View): Promise<unknown> {
  return LOADERS[view]()
}

/** Fetches the other views while nothing else happens, so that going to one is immediate, also when the host is gone. */
export function fetchViewsWhenIdle(): void {
  requestIdleCallback(() => void Promise.allSettled([...VIEWS.map(fetchView), ...fetchDialogs()]), { timeout: 3_000 })
}
