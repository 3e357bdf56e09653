export type { MetricFamily } from './metric-family.ts'
export { createMetrics, type Metrics, type MetricsDeps } from './metrics.ts'
