/** Resolves when all have, or after `ms` at the latest. */
export async function waitAtMost(promises: readonly Promise<unknown>[], ms: number): Promise<void> {
  if (promises.length === 0) return
  const deadline = Promise.withResolvers<void>()
  const timer = setTimeout(deadline.resolve, ms)
  await Promise.race([Promise.all(promises), deadline.promise])
  clearTimeout(timer)
}
