import { describe, expect, it } from 'vitest'
import { baseAddress } from './base-address.ts'

describe('baseAddress', () => {
  it.each([
    ['langbase', 'https://api.langbase.com', 'https://api.langbase.com'],
    ['langbase', 'https://api.langbase.com/v1/', 'https://api.langbase.com'],
    ['ollama', 'http://localhost:11434/', 'http://localhost:11434'],
    ['ollama', 'http://localhost:11434/v1', 'http://localhost:11434'],
    ['ollama', 'http://localhost:11434/api', 'http://localhost:11434'],
    ['ollama', 'http://host/ollama', 'http://host/ollama'],
    ['open-webui', 'http://localhost:3000', 'http://localhost:3000/api'],
    ['open-webui', 'http://localhost:3000/api/', 'http://localhost:3000/api'],
    ['open-webui', 'http://host/chat', 'http://host/chat/api'],
    ['openai-compatible', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1'],
    ['openai-compatible', 'http://127.0.0.1:8080/v1/', 'http://127.0.0.1:8080/v1'],
    ['openai-compatible', 'https://host/openai/v1?x=1#y', 'https://host/openai/v1'],
  ] as const)('%s: %s → %s', (kind, typed, expected) => {
    expect(baseAddress(kind, typed)).toBe(expected)
  })
})
