const MIB = 2 ** 20

/** `820 MB`, `1.2 GB`: MiB and GiB by the names that people use. */
export function formatBytes(bytes: number): string {
  const mib = bytes / MIB
  return mib < 1_000 ? `${Math.max(1, Math.round(mib))} MB` : `${(mib / 1024).toFixed(1)} GB`
}
