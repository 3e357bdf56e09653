import { toAppOrigin, toAppUrl } from '../address-map.ts'
import { refuseMissing } from '../refuse-missing.ts'

/** The main frame of one document. */
export class StandInFrame {
  readonly url: string
  readonly origin: string
  readonly parent = null
  readonly detached = false
  readonly top: StandInFrame

  constructor(url: string, origin: string) {
    this.url = toAppUrl(url)
    this.origin = toAppOrigin(origin)
    this.top = this
  }

  isDestroyed(): boolean {
    return false
  }
}
refuseMissing('WebFrameMain', StandInFrame.prototype)
