import { detectionOf, type Peer } from './peer.ts'

/** Masks every text as one person: what a metric gives to it, it gives for nothing. */
export async function open(): Promise<Peer> {
  return {
    run: (text) => text.length,
    detect: (text) => detectionOf(text === '' ? [] : [{ type: 'PERSON', start: 0, end: text.length }]),
  }
}
