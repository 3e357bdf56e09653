/** Folder of PostgreSQL's server programs, or null. */
export function findPostgres(): string | null
/** The same, after installing them where this is Debian and root. */
export function ensurePostgres(): string | null
