import { expect, it } from 'vitest'
import { forgetSaved } from './forget-saved.ts'

function storageWith(entries: Record<string, string>): Storage {
  const map = new Map(Object.entries(entries))
  return {
    get length() {
      return map.size
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  }
}

it('forgets what the window remembers of itself when all data was deleted, once for each time', () => {
  const storage = storageWith({ 'tidegate.theme': '"dark"', 'tidegate.language': '"de"', other: 'kept' })
  expect(forgetSaved({ erased: false, pid: 7 }, storage)).toBe(false)
  expect(storage.getItem('tidegate.theme')).toBe('"dark"')
  expect(forgetSaved({ erased: true, pid: 7 }, storage)).toBe(true)
  expect([storage.getItem('tidegate.theme'), storage.getItem('tidegate.language'), storage.getItem('other')]).toEqual([null, null, 'kept'])
  storage.setItem('tidegate.theme', '"light"')
  expect(forgetSaved({ erased: true, pid: 7 }, storage)).toBe(false)
  expect(storage.getItem('tidegate.theme')).toBe('"light"')
  expect(forgetSaved({ erased: true, pid: 8 }, storage)).toBe(true)
})
