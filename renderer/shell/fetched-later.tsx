import { Suspense } from 'react'
import { useOnboarding, usePalette, useUi } from '../state/app-context.ts'
import { useEver } from '../state/use-ever.ts'
import { fetched } from '../ui/fetched.ts'

const { Component: CommandPalette, ahead: fetchPalette } = fetched(
  async () => (await import('./palette/command-palette.tsx')).CommandPalette,
)
const { Component: HelpDialog, ahead: fetchHelp } = fetched(async () => (await import('./help-dialog.tsx')).HelpDialog)
const { Component: Onboarding } = fetched(async () => (await import('../features/onboarding/onboarding.tsx')).Onboarding)

/** Dialogs that the window does not start with. */
export function FetchedLater() {
  const palette = useEver(usePalette((s) => s.open))
  const onboarding = useEver(useOnboarding((s) => s.open))
  const help = useEver(useUi((s) => s.helpOpen))
  return (
    <Suspense fallback={null}>
      {palette ? <CommandPalette /> : null}
      {help ? <HelpDialog /> : null}
      {onboarding ? <Onboarding /> : null}
    </Suspense>
  )
}

/** Fetches them while nothing else happens, so that they open at once. */
export function fetchDialogs(): Promise<unknown>[] {
  return [fetchPalette(), fetchHelp()]
}
