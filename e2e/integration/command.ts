import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { runWarm } from '../warm-commands.ts'

const command = fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url))

export interface CommandResult {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one `tidegate` command as a user would and waits for its end. */
export async function tidegate(
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1', ...options.env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  // A command that fails early does not read what it is given.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.stdin ?? '')
  const [exit] = (await once(child, 'close')) as [number | null]
  return { exit, stdout, stderr }
}

/** The same in a process that has run other commands before: for what a command does and says, not for how its process begins and ends. */
export async function warmTidegate(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const { exit, stdout, stderr } = await runWarm({ args, stdin, env })
  return { exit, stdout, stderr }
}
