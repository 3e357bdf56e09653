import { z } from 'zod'

/** A metric with its values, as the registry tells them; a histogram's as Prometheus writes them. Types that this app has none of are refused. */
export const MetricFamilySchema = z.object({
  name: z.string(),
  help: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram']),
  values: z.array(
    z.object({
      value: z.number().or(z.nan()),
      labels: z.record(z.string(), z.union([z.string(), z.number()])),
      metricName: z.string().optional(),
    }),
  ),
})
export type MetricFamily = z.infer<typeof MetricFamilySchema>
