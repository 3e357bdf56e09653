export { type RequestJudge, requestJudgeInSteps } from './judge-request.ts'
export { parseRequestCues, type RequestModel, RequestWeightsSchema } from './request-model.ts'
