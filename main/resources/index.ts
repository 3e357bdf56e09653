export { createResourceMonitor, type ResourceMonitorOptions } from './resource-monitor.ts'
