import { z } from 'zod'

export const VIEW_NAMES = ['compose', 'jobs', 'privacy', 'resources', 'routing', 'testing', 'settings'] as const

/** What the desktop asks a window to do: menus, the tray, notifications and links. It only shows and fills in; it never runs anything. */
export const HostCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('show-view'), view: z.enum(VIEW_NAMES) }),
  z.object({ type: z.literal('show-job'), jobId: z.string().min(1).max(80) }),
  /** Fills the prompt in; the person is asked before it takes the place of what they typed. */
  z.object({ type: z.literal('fill-prompt'), prompt: z.string().max(4_000) }),
  z.object({ type: z.literal('show-generation'), generationId: z.string().min(1).max(80) }),
  /** Files that the system handed over; the person is asked before they become sources. Names only, without their folders. */
  z.object({ type: z.literal('offer-files'), offerId: z.string().min(1).max(80), names: z.array(z.string().max(255)).min(1).max(20) }),
  z.object({ type: z.literal('new-draft') }),
  z.object({ type: z.literal('show-help') }),
])
export type HostCommand = z.infer<typeof HostCommandSchema>
