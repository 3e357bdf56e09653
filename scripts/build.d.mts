/** Whether any source is newer than the last complete build. */
export function isStale(): boolean
/** Builds every process into out/. Throws when the build fails. */
export function build(): void
