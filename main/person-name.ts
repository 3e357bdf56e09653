import { userInfo } from 'node:os'

/** What the system calls the person; where it does not know them, as in many a container, what the environment does. */
export function personName(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username
  } catch {
    return env.USER || env.LOGNAME || 'unknown'
  }
}
