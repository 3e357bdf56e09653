import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import type { AgentTools } from '../drivers/agent-tools.ts'
import type { Hands } from './explore.ts'
import { refsOf } from './snapshot-refs.ts'

/** How long a screen is given to come to rest (ms); then it counts as it is, as one that shows progress does. */
const REST_MS = 3_000
/** Between two looks at it, ms. */
const LOOK_MS = 50

/** Each view has one heading of the first level. */
const HAS_VIEW = /^\s*- '?heading .*\[level=1\]/m

/**
 * The hands of an exploring model: a few of an agent's tools, each with arguments that are checked before it. `home` is the origin of the app; a page
 * of any other, or a second window, is outside.
 */
export function agentHands(tools: AgentTools, context: BrowserContext, home: string): Hands {
  const use = async (name: string, input: Readonly<Record<string, unknown>>): Promise<string> => {
    const { text, isError } = await tools.call(name, input)
    if (isError) throw new Error(firstLine(text))
    return text
  }
  /** A dialog of the browser, such as one that asks for a file, keeps everything waiting: it is closed without an answer. */
  async function look(): Promise<string> {
    const { text, isError } = await tools.call('browser_snapshot', {})
    if (!isError) return text
    if (!text.includes('modal state')) throw new Error(firstLine(text))
    await tools.call('browser_file_upload', {})
    await tools.call('browser_handle_dialog', { accept: false })
    return use('browser_snapshot', {})
  }
  /** The screen once its view is there and two looks in a row see the same. */
  async function snapshot(): Promise<string> {
    const until = performance.now() + REST_MS
    let last = await look()
    while (performance.now() < until) {
      await sleep(LOOK_MS)
      const next = await look()
      if (next === last && HAS_VIEW.test(next)) break
      last = next
    }
    return last
  }
  return {
    snapshot,
    click: async (ref) => void (await use('browser_click', { target: ref, element: ref })),
    type: async (ref, text) => void (await use('browser_type', { target: ref, element: ref, text })),
    async choose(ref, option) {
      const native = await tools.call('browser_select_option', { target: ref, element: ref, values: [option] })
      if (!native.isError) return
      // A list of the app's own: it is opened, and its options then stand on the screen.
      await use('browser_click', { target: ref, element: ref })
      const found = [...refsOf(await snapshot())].find(([, { role, name }]) => role === 'option' && name === option)
      if (found === undefined) throw new Error('There is no such option.')
      await use('browser_click', { target: found[0], element: option })
    },
    press: async (key) => void (await use('browser_press_key', { key })),
    waitForText: async (text) => void (await use('browser_wait_for', { text })),
    isInside: async () => context.pages().length === 1 && context.pages().every((page) => originOf(page.url()) === home),
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}

/** Answers of tools come in sections; what went wrong stands in the first line that is no heading. */
function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? 'The tool could not do it.'
}
