import { describe, expect, it } from 'vitest'
import { parseTeamAddress, shownAddress } from './team-address.ts'

describe('the address of a team’s database', () => {
  it.each([
    ['postgres://ann@127.0.0.1/jobs', { host: '127.0.0.1', port: 5432, user: 'ann', database: 'jobs', password: null, tls: false }],
    ['postgresql://ann:p%40ss@db.example:6000/jobs', { host: 'db.example', port: 6000, password: 'p@ss', tls: true }],
    ['postgres://ann@[::1]:5433/jobs', { host: '::1', port: 5433, tls: false }],
    ['postgres://ann@localhost/jobs?sslmode=verify-full', { tls: true }],
    ['postgres://ann@tunnel/jobs?sslmode=disable', { tls: false }],
  ])('%s', (text, expected) => {
    expect(parseTeamAddress(text)).toMatchObject(expected)
  })

  it.each([
    '',
    'jobs',
    'http://db.example/jobs',
    'postgres://db.example/jobs',
    'postgres://ann@db.example',
    'postgres://ann@db.example/a/b',
    'postgres://ann@db.example/jobs?sslmode=prefer',
    'postgres://ann@db.example/jobs?options=-c',
    'postgres://ann:%zz@db.example/jobs',
  ])('refuses %s with what to do', (text) => expect(() => parseTeamAddress(text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' })))

  it('is never shown with its password', () => {
    expect(shownAddress(parseTeamAddress('postgres://ann:hunter2@db.example/jobs'))).toBe('postgres://ann@db.example:5432/jobs')
    expect(() => parseTeamAddress('postgres://ann:hunter2@db.example')).not.toThrow(/hunter2/)
  })
})
