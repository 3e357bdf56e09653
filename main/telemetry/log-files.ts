/** Folder of the data folder that the log files are in. */
export const LOG_FOLDER = 'logs'

/** Name of a log file: 0 is the one that is written, 1 the one before it, and so on. */
export function logFileName(age: number): string {
  return age === 0 ? 'tidegate.jsonl' : `tidegate.${age}.jsonl`
}
