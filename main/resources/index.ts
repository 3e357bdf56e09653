export { createMinuteKeeper, type MinuteKeeper } from './minute-keeper.ts'
export { createOwnProcesses, type OwnProcesses } from './own-processes.ts'
export { createResourceMonitor, type ResourceMonitorOptions } from './resource-monitor.ts'
export { seemingMachineFile, withSeemingMachine } from './seeming-machine.ts'
