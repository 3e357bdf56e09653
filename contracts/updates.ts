import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ErrorValueSchema } from './errors.ts'

/** `beta` gets what is tried out before it becomes `stable`. */
export const UPDATE_CHANNELS = ['stable', 'beta'] as const
export const UpdateChannelSchema = z.enum(UPDATE_CHANNELS)
export type UpdateChannel = z.infer<typeof UpdateChannelSchema>

/** Nothing is asked of anybody until a person turns it on or looks by hand. */
export const UpdateSettingsSchema = z.strictObject({
  /** Looks for new versions by itself, twice a day. */
  look: z.boolean().default(false),
  channel: UpdateChannelSchema.default('stable'),
})
export type UpdateSettings = z.infer<typeof UpdateSettingsSchema>

/** Why an installation cannot renew itself: no desktop app, not installed from a package, put there by a system that renews it, or nowhere to ask. */
export const UPDATE_OBSTACLES = ['no-desktop', 'not-packaged', 'by-the-system', 'no-address'] as const
export type UpdateObstacle = (typeof UPDATE_OBSTACLES)[number]

const Version = z.object({ version: z.string() })

/** How far it is. `share` is of the file, 0 to 1. */
export const UpdatePhaseSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle') }),
  z.object({ name: z.literal('looking') }),
  z.object({ name: z.literal('newest') }),
  /** There is one, which is not for this installation yet: it reaches them by and by, or from a certain day. */
  Version.extend({ name: z.literal('later') }),
  /** It is too far ahead of this version to be put over it: it has to be installed by hand. */
  Version.extend({ name: z.literal('by-hand') }),
  Version.extend({ name: z.literal('offered'), notes: z.string(), bytes: z.number().int().positive() }),
  Version.extend({ name: z.literal('fetching'), share: z.number().min(0).max(1) }),
  /** Checked, and put in place by a restart. */
  Version.extend({ name: z.literal('ready') }),
  z.object({ name: z.literal('failed'), error: ErrorValueSchema }),
])
export type UpdatePhase = z.infer<typeof UpdatePhaseSchema>

export const UpdateStateSchema = z.object({
  obstacle: z.enum(UPDATE_OBSTACLES).nullable(),
  phase: UpdatePhaseSchema,
  /** When an answer came last, ms since the epoch. */
  lookedAt: z.number().nullable(),
  /** The version that runs was taken back by its makers. */
  isWithdrawn: z.boolean(),
})
export type UpdateState = z.infer<typeof UpdateStateSchema>

export const updatesContract = {
  /** The state now, and after each change. Has no end of its own. */
  watch: oc.route({ method: 'GET', path: '/updates/events' }).output(eventIterator(UpdateStateSchema)),
  /** Asks for a newer version now, whatever the settings. */
  look: oc.route({ method: 'POST', path: '/updates/look' }).output(UpdateStateSchema),
  /** Fetches and checks what is offered; goes on after the answer. */
  download: oc.route({ method: 'POST', path: '/updates/download' }).output(UpdateStateSchema),
  /** Breaks the fetching off. */
  stop: oc.route({ method: 'POST', path: '/updates/stop' }).output(UpdateStateSchema),
  /** Quits, as far as the person lets it, and starts the new version. */
  install: oc.route({ method: 'POST', path: '/updates/install' }).output(UpdateStateSchema),
}
