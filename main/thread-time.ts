/**
 * Processor time of this thread so far, ms. For tests that bound what something costs: unlike the clock it leaves out what other processes
 * take meanwhile.
 */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
