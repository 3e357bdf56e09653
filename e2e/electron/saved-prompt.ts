import { join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'

/** The prompt as the database has it, read beside the running app. */
function savedPrompt(dataDir: string): string | undefined {
  const db = new Database(join(dataDir, 'tidegate.db'), { readonly: true })
  const row = db.prepare<[], { prompt: string }>('SELECT prompt FROM draft').get()
  db.close()
  return row?.prompt
}

/** Waits until a typed prompt is in the database, on its way to which it is within 50 ms; from then on it has to outlive anything. */
export async function promptSaved(dataDir: string, prompt: string): Promise<void> {
  await expect.poll(() => savedPrompt(dataDir), { intervals: [10] }).toBe(prompt)
}
