export function findElectron(options?: {
  env?: NodeJS.ProcessEnv
  download?: boolean
}): { path: string; why?: never } | { path?: never; why: string }
export function hasDisplay(env?: NodeJS.ProcessEnv): boolean
