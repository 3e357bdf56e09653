import type { DesktopChange, DesktopSettings, Speech, TakenFiles } from '#contracts/desktop.ts'
import type { HostCommand } from '#contracts/host-command.ts'
import type { HostFacts, PathKind } from '#contracts/rpc.ts'
import type { App } from '../app.ts'
import { createAsyncQueue } from '../async-queue.ts'
import { watchNetwork } from '../network-state.ts'
import type { Implementer } from './implementer.ts'
import { noticesOf, noticesOfVersion } from './opening-notices.ts'
import type { FolderDesktop } from './upkeep-handlers.ts'

/** What only a host with a desktop can do. */
export interface Desktop extends FolderDesktop {
  copyText?(text: string): Promise<void>
  /** Asks for a path over the window of `client`; null where none was chosen. */
  choosePath?(client: string, kind: PathKind): Promise<string | null>
  /** What a window is asked to show, until `signal` aborts. */
  commands?(client: string, signal: AbortSignal | undefined): AsyncIterable<HostCommand>
  speak?(speech: Speech): void
  settings?(): DesktopSettings
  set?(change: DesktopChange): DesktopSettings
  takeFiles?(offerId: string, accept: boolean): Promise<TakenFiles>
  showGeneration?(client: string, generationId: string): void
  hideQuickWindow?(client: string): void
  /** What the person has to know about this start. */
  readonly notices?: readonly string[]
}

const NO_DESKTOP: DesktopSettings = { startAtLogin: null, quickWindow: null }

/** The host: what it is, and what it can do of a desktop. */
export function hostHandlers(os: Implementer['host'], app: App, facts: HostFacts, desktop: Desktop) {
  const notices = [...noticesOf(app.storage.opened), ...app.notices, ...noticesOfVersion(app.updates.state()), ...(desktop.notices ?? [])]
  return {
    info: os.info.handler(() => ({ ...facts, notices, erased: app.erased, choosesPaths: desktop.choosePath !== undefined })),
    doctor: os.doctor.handler(() => app.doctor()),
    copyText: os.copyText.handler(async ({ input }) => {
      await desktop.copyText?.(input.text)
      return { copied: desktop.copyText !== undefined }
    }),
    choosePath: os.choosePath.handler(async ({ input, context }) => {
      // Who is no window gets no dialog, or one over somebody else's.
      if (desktop.choosePath === undefined || context.client === undefined) return { path: null }
      return { path: await desktop.choosePath(context.client, input.kind) }
    }),
    network: os.network.handler(({ signal }) => watchNetwork(signal)),
    speak: os.speak.handler(({ input }) => desktop.speak?.(input)),
    desktop: os.desktop.handler(() => desktop.settings?.() ?? NO_DESKTOP),
    setDesktop: os.setDesktop.handler(({ input }) => desktop.set?.(input) ?? NO_DESKTOP),
    takeFiles: os.takeFiles.handler(
      async ({ input }) => (await desktop.takeFiles?.(input.offerId, input.accept)) ?? { added: 0, refused: [] },
    ),
    showGeneration: os.showGeneration.handler(({ input, context }) => {
      if (context.client !== undefined) desktop.showGeneration?.(context.client, input.id)
    }),
    hideQuickWindow: os.hideQuickWindow.handler(({ context }) => {
      if (context.client !== undefined) desktop.hideQuickWindow?.(context.client)
    }),
    commands: os.commands.handler(async function* ({ context, signal }) {
      if (desktop.commands !== undefined && context.client !== undefined) yield* desktop.commands(context.client, signal)
      // A host without a desktop has nothing to ask; the stream stays open, so that nobody asks for it again and again.
      else yield* createAsyncQueue<HostCommand>(undefined, signal)
    }),
  }
}
