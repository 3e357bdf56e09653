/** Folder of PostgreSQL's server programs, or null. */
export function findPostgres(): string | null
