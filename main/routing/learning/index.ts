export { judgeFeedback, type OutcomeRow } from './outcome.ts'
export { FEWEST_ROWS, fitCorrection, trainCalibration } from './train.ts'
