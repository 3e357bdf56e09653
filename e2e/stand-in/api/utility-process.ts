import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { refuseMissing } from '../refuse-missing.ts'

interface ForkOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdio?: string
  readonly serviceName?: string
}

/** A utility process made of Node: `child-bootstrap.mjs` gives it the `process.parentPort` that Electron's have. */
export class StandInUtilityProcess extends EventEmitter {
  readonly _child: ChildProcess

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super()
    const bootstrap = fileURLToPath(new URL('../child-bootstrap.mjs', import.meta.url))
    this._child = fork(bootstrap, [modulePath, ...args], {
      env: { ...options.env },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this._child.on('message', (message) => this.emit('message', message))
    this._child.on('spawn', () => this.emit('spawn'))
    this._child.on('exit', (code, signal) => this.emit('exit', signal === 'SIGKILL' ? 9 : (code ?? 1)))
  }

  get pid(): number | undefined {
    return this._child.pid
  }

  postMessage(message: unknown): void {
    this._child.send({ message }, () => {})
  }

  kill(): boolean {
    return this._child.kill('SIGTERM')
  }
}

export function createUtilityProcess() {
  return refuseMissing('utilityProcess', {
    fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) => new StandInUtilityProcess(modulePath, args, options),
  })
}
