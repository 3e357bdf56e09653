import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '#contracts/scenario.ts'
import type { ScriptedProviders } from './providers.ts'
import { HOSTED_KEY } from './providers.ts'

/** A service that goes silent is given up after this long (ms). */
const SILENCE_MS = 2_000

/** A fresh data folder for one run of a scenario: first steps are behind, the extractive engine is there, and the providers it names. */
export function makeDataFolder(named: Scenario['providers'], providers: ScriptedProviders): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-test-'))
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify(configFor(named, providers)))
  writeFileSync(join(dataDir, 'keys.json'), JSON.stringify(named.includes('hosted') ? { hosted: HOSTED_KEY } : {}), { mode: 0o600 })
  writeFileSync(join(dataDir, 'onboarding.json'), JSON.stringify({ state: 'done' }))
  return dataDir
}

export function removeDataFolder(dataDir: string): void {
  // A thread of the app may still be letting go of a file.
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** What is on loopback counts as local by its address: the hosted one is named as what it stands for. */
function configFor(named: Scenario['providers'], { local, hosted }: ScriptedProviders): object {
  const all = {
    hosted: {
      id: 'hosted',
      kind: 'langbase',
      baseUrl: hosted.url,
      model: 'test-pipe',
      contextTokens: 128_000,
      quality: 0.92,
      tokensPerSecond: 90,
      usdPerMillionInput: 2.5,
      usdPerMillionOutput: 10,
    },
    local: { id: 'local', kind: 'openai-compatible', baseUrl: `${local.url}/v1`, model: 'test-model', quality: 0.6, contextTokens: 32_000 },
  }
  return {
    hostedHosts: named.includes('hosted') ? [`127.0.0.1:${hosted.port}`] : [],
    retry: { attempts: 3, baseMs: 5, capMs: 20 },
    // Nobody watches a scenario for the half minute after which a silent service is given up for a user.
    timeouts: { idleMs: SILENCE_MS },
    providers: [...new Set(named)].map((name) => all[name]),
  }
}
