import type { RoutingStore } from '../storage/types.ts'

/** The store, telling whoever shows it of each verdict, correction, experiment and recorded change once that is written. */
export function announcingStore(store: RoutingStore, announce: () => void): RoutingStore {
  const told = <A extends unknown[], R>(work: (...args: A) => Promise<R>): ((...args: A) => Promise<R>) => {
    return async (...args) => {
      const result = await work(...args)
      announce()
      return result
    }
  }
  return {
    ...store,
    addFeedback: told(store.addFeedback),
    addCalibration: told(store.addCalibration),
    activateCalibration: told(store.activateCalibration),
    putExperiment: told(store.putExperiment),
    appendChange: told(store.appendChange),
  }
}
