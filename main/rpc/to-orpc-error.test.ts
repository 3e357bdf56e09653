import { ORPCError } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { toOrpcError } from './to-orpc-error.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => 'err_7' }

describe('an error that leaves the core', () => {
  it('is our own with its code and message, and one of the transport as it is', () => {
    expect(toOrpcError(new TidegateError('NOT_FOUND', 'There is no draft.'), log)).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    const refused = new ORPCError('BAD_REQUEST')
    expect(toOrpcError(refused, log)).toBe(refused)
  })

  it('says to restart where the build was replaced under the app, and not which file is gone', () => {
    const gone = Object.assign(new Error('Cannot find module /out/main/chunks/index-0.js'), { code: 'ERR_MODULE_NOT_FOUND' })
    const error = toOrpcError(gone, log)
    expect(error).toMatchObject({ code: 'INTERNAL', status: 503, data: { id: 'err_7' } })
    expect(error).toMatchObject({ message: expect.stringContaining('Restart the application.') })
    expect(error).toMatchObject({ message: expect.not.stringContaining('chunks') })
  })

  it('tells of anything else only where the log has it', () => {
    const error = toOrpcError(new Error('SECRET-7 broke'), log)
    expect(error).toMatchObject({ code: 'INTERNAL', status: 500, message: expect.stringContaining('err_7') })
    expect(error).toMatchObject({ message: expect.not.stringContaining('SECRET') })
  })
})
