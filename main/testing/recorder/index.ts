export { RECORDING_FLAG } from './listen-in-page.ts'
export { type Recording, recordPages, scenarioOfRecording } from './record-page.ts'
export type { RecordedEvent } from './recorded-event.ts'
export { stepsOfEvents } from './steps-of-events.ts'
