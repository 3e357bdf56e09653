export { createDraftService, type DraftService } from './draft-service.ts'
