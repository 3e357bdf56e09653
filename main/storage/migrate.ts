import { TidegateError } from '#contracts/errors.ts'
import { APPLICATION_ID, type Connection, pragmaNumber } from './connection.ts'
import type { Migration } from './migrations/index.ts'

/** The version that these migrations lead to. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}

/**
 * Brings the schema up to date, each step in one transaction together with its version number. A step that fails leaves the
 * database as it was before that step.
 */
export function migrate(db: Connection, migrations: readonly Migration[]): void {
  const current = pragmaNumber(db, 'user_version')
  for (const migration of migrations) {
    if (migration.version <= current) continue
    const apply = db.transaction(() => {
      db.exec(migration.sql)
      const broken = db.pragma('foreign_key_check')
      if (Array.isArray(broken) && broken.length > 0) throw new Error('foreign_key_check found rows without a parent')
      db.pragma(`user_version = ${migration.version}`)
      db.pragma(`application_id = ${APPLICATION_ID}`)
    })
    try {
      apply.immediate()
    } catch (error) {
      throw new TidegateError(
        'INTERNAL',
        `The database could not be brought to version ${migration.version}; it was left as it was. Install the previous release to go on, and report this.`,
        { cause: error },
      )
    }
  }
}
