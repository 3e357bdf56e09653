export { createExporter, type ExporterDeps } from './exporter.ts'
export { checkShipping } from './shipping-check.ts'
export { readShipped } from './shipping-record.ts'
