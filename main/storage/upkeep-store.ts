import type { Backup, BackupCheck, NextStart } from '#contracts/data-folder.ts'

/** What came of a wish to delete: `running` has not ended, and was left as it is. */
export type Removal = 'removed' | 'running' | 'missing'

/** Looking after the database itself: copies of it, and what a person wants gone. */
export interface UpkeepStore {
  /** Rows by table. */
  tables(): Promise<readonly { readonly table: string; readonly rows: number }[]>
  /** Those in the data folder, newest first. */
  backups(): Promise<readonly Backup[]>
  /** Writes a verified copy; null stands for the data folder's own place. Rejects with CONFLICT where there is a file already, BAD_INPUT, INTERNAL. */
  backUp(to: string | null, now: number): Promise<Backup>
  /** Looks into a file in full, and changes nothing. */
  checkBackup(file: string): Promise<BackupCheck>
  /** Lays a checked copy ready for the next start. Rejects with BAD_INPUT and what is wrong with the file. */
  stageRestore(file: string, now: number): Promise<NextStart>
  /** False for a file that is no backup of the data folder. */
  removeBackup(file: string): Promise<boolean>
  /**
   * Deletes prompts, drafts, versions, imported conversations and what was found in them, for good, and returns how many requests and
   * conversations went. What runs or waits stays; so do the figures of what was spent, the jobs without their texts, the ledger, sources and templates.
   */
  clearHistory(): Promise<number>
  /** Deletes one document in the same way, with all its versions and their requests; one in which something runs or waits is left as it is. */
  removeDocument(id: string): Promise<Removal>
}
