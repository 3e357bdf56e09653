import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'

/** Whether the app starts with the session of the person; null where the system offers no way. */
export interface StartAtLogin {
  isOn(): boolean
  set(on: boolean): void
}

const FILE = 'tidegate.desktop'

export function createStartAtLogin(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): StartAtLogin {
  if (platform === 'linux') return onLinux(env)
  return {
    isOn: () => app.getLoginItemSettings().openAtLogin,
    set: (on) => app.setLoginItemSettings({ openAtLogin: on }),
  }
}

/** The desktops of Linux read a folder of entries. */
function onLinux(env: NodeJS.ProcessEnv): StartAtLogin {
  const folder = join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart')
  const file = join(folder, FILE)
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) {
        rmSync(file, { force: true })
        return
      }
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      // An AppImage is mounted elsewhere at each start; its own path is in the environment.
      const command = env.APPIMAGE === undefined ? [process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()])] : [env.APPIMAGE]
      writeFileSync(file, autostartEntry(command))
    },
  }
}

/** An entry of the autostart folder. */
export function autostartEntry(command: readonly string[]): string {
  return `[Desktop Entry]\nType=Application\nName=Tidegate\nExec=${command.map(quoted).join(' ')}\nX-GNOME-Autostart-enabled=true\n`
}

/** By the rules of the Exec key: within quotes, with what has a meaning there escaped, and a percent sign doubled. */
function quoted(argument: string): string {
  return `"${argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`
}
