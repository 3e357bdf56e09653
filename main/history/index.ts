export { type ComparisonService, createComparisonService } from './comparison-service.ts'
export { createDocumentService, type DocumentService } from './document-service.ts'
export { createExports, type Exports } from './export/index.ts'
export { createHistorySearch, type HistorySearch } from './history-search.ts'
