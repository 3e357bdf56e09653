export { type BaselineStore, type Captured, type Decider, openBaselineStore } from './baseline-store.ts'
