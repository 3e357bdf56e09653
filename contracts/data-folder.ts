import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What the data folder is made of. `other` is all that the app did not name. */
export const DATA_PARTS = ['database', 'backups', 'set-aside', 'settings', 'crash-reports', 'logs', 'engine', 'other'] as const
export const DataPartSchema = z.object({ part: z.enum(DATA_PARTS), bytes: z.number().nonnegative(), files: z.number().int().nonnegative() })
export type DataPart = z.infer<typeof DataPartSchema>

/** What happens at the next start, before the database opens. */
export const NextStartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('restore'), at: z.number().int(), from: z.string(), madeAt: z.number().int() }),
  z.object({ kind: z.literal('erase'), at: z.number().int() }),
])
export type NextStart = z.infer<typeof NextStartSchema>

export const DataFolderSchema = z.object({
  path: z.string(),
  parts: z.array(DataPartSchema),
  nextStart: NextStartSchema.nullable(),
  /** What this host can do for the person: show the folder, start the app again. */
  canOpen: z.boolean(),
  canRestart: z.boolean(),
})
export type DataFolder = z.infer<typeof DataFolderSchema>

/** A backup in the data folder. `automatic` ones are made each day and before an update; only the newest five of them are kept. */
export const BackupSchema = z.object({
  file: z.string(),
  name: z.string(),
  kind: z.enum(['automatic', 'manual']),
  at: z.number().int(),
  bytes: z.number().nonnegative(),
})
export type Backup = z.infer<typeof BackupSchema>

/** What a look into a backup found. `problem` is null for one that can be restored. */
export const BackupCheckSchema = z.object({
  problem: z.string().nullable(),
  /** Version of its tables; null where it is no database of ours. */
  version: z.number().int().nullable(),
  at: z.number().int(),
  bytes: z.number().nonnegative(),
  drafts: z.number().int().nonnegative(),
  sources: z.number().int().nonnegative(),
})
export type BackupCheck = z.infer<typeof BackupCheckSchema>

/** What can be cleared while the app runs. */
export const CLEARABLE = ['history', 'vectors'] as const
export const ClearableSchema = z.enum(CLEARABLE)
export type Clearable = z.infer<typeof ClearableSchema>

/** What has to be typed before everything is deleted, whatever the language. */
export const ERASE_WORD = 'DELETE'

const Path = z.string().min(1).max(4_096)

export const dataFolderContract = {
  get: oc.route({ method: 'GET', path: '/data-folder' }).output(DataFolderSchema),
  /** Shows the folder in the system's file manager; false in a host without a desktop. */
  open: oc.route({ method: 'POST', path: '/data-folder/open' }).output(z.object({ opened: z.boolean() })),
  /** Ends the app and starts it again; false in a host that cannot. */
  restart: oc.route({ method: 'POST', path: '/data-folder/restart' }).output(z.object({ restarting: z.boolean() })),
  backups: {
    /** Newest first. */
    list: oc.route({ method: 'GET', path: '/backups' }).output(z.array(BackupSchema)),
    /** A copy of the database, verified row by row. Without `to` into the data folder; `to` is a new file, or a folder for one. */
    create: oc
      .route({ method: 'POST', path: '/backups' })
      .input(z.object({ to: Path.optional() }))
      .output(BackupSchema),
    check: oc
      .route({ method: 'POST', path: '/backups/check' })
      .input(z.object({ file: Path }))
      .output(BackupCheckSchema),
    /** Checks a backup in full and lays a copy of it ready for the next start. Throws BAD_INPUT with what is wrong with it. */
    restore: oc
      .route({ method: 'POST', path: '/backups/restore' })
      .input(z.object({ file: Path }))
      .output(NextStartSchema),
    /** Deletes one of the data folder's backups. */
    remove: oc
      .route({ method: 'POST', path: '/backups/remove' })
      .input(z.object({ file: Path }))
      .output(z.object({ removed: z.boolean() })),
  },
  /** Takes back what was laid ready for the next start. */
  keepAsItIs: oc.route({ method: 'DELETE', path: '/data-folder/next-start' }).output(z.object({ taken: z.boolean() })),
  /** Cannot be undone but from a backup. Answers with how many drafts or vectors went. */
  clear: oc
    .route({ method: 'POST', path: '/data-folder/clear' })
    .input(z.object({ what: ClearableSchema }))
    .output(z.object({ cleared: z.number().int().nonnegative() })),
  /** All settings that are no rule of privacy and no provider go back to their defaults; answers with what each of them was. */
  resetSettings: oc
    .route({ method: 'POST', path: '/data-folder/reset-settings' })
    .output(z.object({ reset: z.record(z.string(), z.unknown()) })),
  /** Everything in the data folder is deleted at the next start. */
  erase: oc
    .route({ method: 'POST', path: '/data-folder/erase' })
    .input(z.object({ typed: z.literal(ERASE_WORD) }))
    .output(NextStartSchema),
}
