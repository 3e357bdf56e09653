import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { fetched } from './fetched.ts'

const Page = ({ name }: { readonly name: string }) => <p>{name}</p>

function counted() {
  let loads = 0
  const part = fetched(async () => {
    loads += 1
    if (loads === 1) throw new Error('the host is gone')
    return Page
  })
  return { part, loads: () => loads }
}

const drawn = ({ Component }: ReturnType<typeof counted>['part']): string =>
  renderToString(
    <Suspense fallback="on its way">
      <Component name="harbour" />
    </Suspense>,
  )

describe('a part that is fetched', () => {
  it('is drawn at once where its code is there, without showing first that it is on its way', async () => {
    const { part } = counted()
    await expect(part.ahead()).rejects.toThrow('the host is gone')
    await part.ahead()
    expect(drawn(part)).toContain('harbour')
    expect(drawn(part)).not.toContain('on its way')
  })

  it('says that it is on its way where it is not there yet', () => {
    const { part, loads } = counted()
    expect(drawn(part)).toContain('on its way')
    expect(loads()).toBe(1)
  })

  it('is asked for again after it could not be had, and once it is there never again', async () => {
    const { part, loads } = counted()
    await expect(part.ahead()).rejects.toThrow('the host is gone')
    await part.ahead()
    await part.ahead()
    drawn(part)
    expect(loads()).toBe(2)
  })
})
