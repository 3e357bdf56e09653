import { CSPProvider } from '@base-ui/react/csp-provider'
import { DirectionProvider } from '@base-ui/react/direction-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { type ReactNode, Suspense, useEffect } from 'react'
import { PayloadDialog } from './features/privacy/payload-dialog.tsx'
import { t } from './i18n/t.ts'
import { ArrivalFocus } from './shell/arrival-focus.tsx'
import { ConnectionBanner } from './shell/connection-banner.tsx'
import { FailureBoundary } from './shell/failure-boundary.tsx'
import { FetchedLater } from './shell/fetched-later.tsx'
import { FilesOffer } from './shell/files-offer.tsx'
import { NoticeBar } from './shell/notice-bar.tsx'
import { PromptOffer } from './shell/prompt-offer.tsx'
import { Rail } from './shell/rail.tsx'
import { StartNotices } from './shell/start-notices.tsx'
import { StatusStrip } from './shell/status-strip.tsx'
import { useNoNavigationByDrop } from './shell/use-no-navigation-by-drop.ts'
import { useShortcuts } from './shell/use-shortcuts.ts'
import { useSpeech } from './shell/use-speech.ts'
import { useTheme } from './shell/use-theme.ts'
import { ViewSkeleton } from './shell/view-skeleton.tsx'
import { viewComponent } from './shell/views.tsx'
import { AppContext, useUi } from './state/app-context.ts'
import type { AppState } from './state/app-state.ts'
import { VIEW_TITLES } from './state/ui-store.ts'
import { DensityContext } from './ui/density.ts'
import './ui/styles.ts'
import './shell/shell.css'
import './shell/rail.css'
import './shell/strip.css'
import './ui/forced-colors.css'

/** The whole window. */
export function App({ app }: { readonly app: AppState }) {
  return (
    <CSPProvider disableStyleElements>
      <AppContext value={app}>
        <Density>
          <DirectionProvider direction={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
            <Tooltip.Provider delay={500}>
              <Shell />
            </Tooltip.Provider>
          </DirectionProvider>
        </Density>
      </AppContext>
    </CSPProvider>
  )
}

function Density({ children }: { readonly children: ReactNode }) {
  return <DensityContext value={useUi((s) => s.density)}>{children}</DensityContext>
}

function Shell() {
  const view = useUi((s) => s.view)
  useTheme()
  useShortcuts()
  useSpeech()
  useNoNavigationByDrop()
  useEffect(() => {
    document.title = `${VIEW_TITLES[view]} — Tidegate`
  }, [view])
  const View = viewComponent(view)
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('Skip to content')}
      </a>
      <Rail />
      <div className="shell-column">
        <ConnectionBanner />
        <StartNotices />
        <main id="main" className="shell-main" aria-labelledby="view-title" tabIndex={-1}>
          <Suspense fallback={<ViewSkeleton />}>
            <FailureBoundary key={view}>
              <View />
            </FailureBoundary>
            <ArrivalFocus />
          </Suspense>
        </main>
        <StatusStrip />
      </div>
      <FetchedLater />
      <PayloadDialog />
      <PromptOffer />
      <FilesOffer />
      <NoticeBar />
    </div>
  )
}
