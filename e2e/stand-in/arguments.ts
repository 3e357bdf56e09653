/** A command line as Electron reads it: Chromium's and Node's switches, the app's folder, and what is the app's own. */
export interface Arguments {
  /** Port for Node's inspector; null when it was not asked for. */
  readonly inspectPort: number | null
  /** Port for Chromium's own DevTools endpoint; null when it was not asked for. */
  readonly devToolsPort: number | null
  readonly appPath: string | null
  /** Every switch (`--name` or `--name=value`) wherever it stands, by name. */
  readonly switches: ReadonlyMap<string, string>
}

export function parseArguments(args: readonly string[]): Arguments {
  const switches = new Map<string, string>()
  for (const arg of args) {
    const match = /^--([a-z0-9-]+)(?:=(.*))?$/i.exec(arg)
    if (match?.[1] !== undefined) switches.set(match[1], match[2] ?? '')
  }
  return {
    inspectPort: port(switches.get('inspect')),
    devToolsPort: port(switches.get('remote-debugging-port')),
    appPath: args.find((arg) => !arg.startsWith('-')) ?? null,
    switches,
  }
}

function port(value: string | undefined): number | null {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null
}
