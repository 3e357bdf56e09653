export { type DecisionMetrics, evaluatePrivacy, type PrivacyMetrics, type RequestMetrics, type SpanMetrics } from './evaluate-privacy.ts'
