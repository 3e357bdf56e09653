import { resolve } from 'node:path'
import type { CliContext, CommonOptions } from '../context.ts'
import { withApp } from '../context.ts'
import { print, table, when } from '../output.ts'

export async function backupCreate(context: CliContext, to: string | undefined, options: CommonOptions): Promise<void> {
  await withApp(context, options, async ({ dataFolder }) => {
    const backup = await dataFolder.backups.create(to === undefined ? undefined : resolve(to))
    print(options.json, backup, () => [`Backed up and verified: ${backup.file}`])
  })
}

export async function backupList(context: CliContext, options: CommonOptions): Promise<void> {
  await withApp(context, options, async ({ dataFolder }) => {
    const backups = await dataFolder.backups.list()
    print(options.json, backups, () =>
      backups.length === 0
        ? ['There is no backup yet. "tidegate backup create" makes one.']
        : table(backups.map(({ at, kind, bytes, file }) => [when(at), kind, `${Math.ceil(bytes / 1024)} KiB`, file])),
    )
  })
}

export async function backupRestore(context: CliContext, file: string, options: CommonOptions): Promise<void> {
  await withApp(context, options, async ({ dataFolder }) => {
    const wish = await dataFolder.backups.restore(resolve(file))
    print(options.json, wish, () => [
      'The backup is checked and laid ready. It takes the place of the database when the app starts next; what is there now is kept in "set-aside".',
    ])
  })
}
