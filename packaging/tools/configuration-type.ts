import type { Configuration } from 'electron-builder'
import { createConfiguration } from '../electron-builder.config.ts'

export const checked = createConfiguration({
  variant: 'release',
  platform: 'linux',
  electronDist: '',
  electronVersion: '',
}) satisfies Configuration
