/** The vault of one attempt: named after it, so that what left can be put beside its original for as long as the vault is here. */
export function vaultOfAttempt(attemptId: string): string {
  return `vlt_${attemptId.replace(/^[a-z]+_/, '')}`
}
