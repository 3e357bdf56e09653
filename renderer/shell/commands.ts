import type { AppState } from '../state/app-state.ts'
import { describeError } from '../state/describe-error.ts'
import type { Command } from './commands/command.ts'
import { DRAFT_COMMANDS } from './commands/draft-commands.ts'
import { GO_COMMANDS } from './commands/go-commands.ts'
import { LOOK_COMMANDS } from './commands/look-commands.ts'
import { SETTINGS_COMMANDS } from './commands/settings-commands.ts'
import { WINDOW_COMMANDS } from './commands/window-commands.ts'
import { WORK_COMMANDS } from './commands/work-commands.ts'

/** Everything that can be done from anywhere. The palette, the keys, the list of shortcuts and their settings are made from it. */
export const COMMANDS: readonly Command[] = [
  ...DRAFT_COMMANDS,
  ...GO_COMMANDS,
  ...WORK_COMMANDS,
  ...SETTINGS_COMMANDS,
  ...LOOK_COMMANDS,
  ...WINDOW_COMMANDS,
]

const BY_ID: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.id, command]))

export function commandById(id: string): Command | undefined {
  return BY_ID.get(id)
}

export function isPossible(command: Command, app: AppState): boolean {
  return command.when?.(app) ?? true
}

/** Does it; what goes wrong is told in the notice bar. */
export function runCommand(command: Command, app: AppState): void {
  Promise.try(() => command.run(app)).catch((error: unknown) => app.ui.getState().notify(describeError(error)))
}
