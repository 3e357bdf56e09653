import type { ComponentType } from 'react'
import { VIEWS, type View } from '../state/ui-store.ts'
import { type Fetched, fetched } from '../ui/fetched.ts'
import { fetchDialogs } from './fetched-later.tsx'

/** Each view is fetched when it is first wanted, so that the window starts with one of them. */
const FETCHED: Readonly<Record<View, Fetched<object>>> = {
  compose: fetched(async () => (await import('../features/compose/compose-view.tsx')).ComposeView),
  jobs: fetched(async () => (await import('../features/jobs/jobs-view.tsx')).JobsView),
  privacy: fetched(async () => (await import('../features/privacy/privacy-view.tsx')).PrivacyView),
  resources: fetched(async () => (await import('../features/resources/resources-view.tsx')).ResourcesView),
  routing: fetched(async () => (await import('../features/routing/routing-view.tsx')).RoutingView),
  testing: fetched(async () => (await import('../features/testing/testing-view.tsx')).TestingView),
  settings: fetched(async () => (await import('../features/settings/settings-view.tsx')).SettingsView),
}

export const viewComponent = (view: View): ComponentType => FETCHED[view].Component

/** Begins to fetch a view before it is drawn. */
export function fetchView(view: View): Promise<unknown> {
  return FETCHED[view].ahead()
}

/** Fetches the other views while nothing else happens, so that going to one is immediate, also when the host is gone. */
export function fetchViewsWhenIdle(): void {
  requestIdleCallback(() => void Promise.allSettled([...VIEWS.map(fetchView), ...fetchDialogs()]), { timeout: 3_000 })
}
