import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TidegateError } from '#contracts/errors.ts'
import type { ScenarioTarget, TargetState } from '#contracts/scenario.ts'
import type { RunnerName } from '#contracts/verdict.ts'
import type { Captured } from '../baselines/index.ts'
import type { Driver } from '../runner/index.ts'
import type { AgentReach } from './agent-server.ts'
import { type AgentToolName, type AgentTools, openAgentTools } from './agent-tools.ts'

export interface McpDriverOptions {
  /** Default: `mcp`. */
  readonly name?: RunnerName
  /** Takes a picture of the screen at rest. No tool does, so that two pictures could be compared. */
  readonly capture: (masks: readonly string[]) => Promise<Captured>
  readonly inaccessible: () => Promise<readonly string[]>
  /** How long one action may take (ms). */
  readonly timeoutMs?: number
}

export interface McpDriver extends Driver {
  /** Ends the connection; the window stays as it is. */
  dispose(): Promise<void>
}

const TIMEOUT_MS = 10_000
/** How often what is waited for is looked at (ms). */
const LOOK_AGAIN_MS = 50

/**
 * A driver that does what an agent would: everything goes through the tools of Playwright's MCP server, on a window that is open. It never reaches
 * for the page, so that a control that tools cannot find or use fails here. A target that is not exactly one control is refused by number.
 */
export async function openMcpDriver(
  reach: AgentReach,
  { name = 'mcp', capture, inaccessible, timeoutMs = TIMEOUT_MS }: McpDriverOptions,
): Promise<McpDriver> {
  const tools = await openAgentTools(reach, { actionMs: timeoutMs })
  const act = (name: AgentToolName, input: Readonly<Record<string, unknown>>) => doOrThrow(tools, name, input)
  const only = (target: ScenarioTarget) => onlyOne(tools, selectorOf(target), timeoutMs)
  const sees = async (text: string) => !(await tools.call('browser_verify_text_visible', { text })).isError
  return {
    name,
    async click(target) {
      await act('browser_click', { target: await only(target) })
    },
    async fill(target, text) {
      await act('browser_type', { target: await only(target), text })
    },
    async choose(target, option) {
      const box = await only(target)
      if ((await look(tools, `${box} >> internal:and="css=select"`)).count > 0) {
        await act('browser_select_option', { target: box, values: [option] })
        return
      }
      await act('browser_click', { target: box })
      const choice = selectorOf({ role: 'option', name: option, exact: true })
      await until(timeoutMs, `There is no option “${option}”.`, async () => (await look(tools, choice)).count > 0)
      await act('browser_click', { target: choice })
    },
    async press(keys) {
      await act('browser_press_key', { key: keys })
    },
    async drop({ name: fileName, text }, on) {
      const target = on === null ? 'body' : await only(on)
      const file = join(mkdtempSync(join(tools.folder, 'drop-')), basename(fileName))
      writeFileSync(file, text)
      try {
        await act('browser_drop', { target, paths: [file] })
      } finally {
        rmSync(dirname(file), { recursive: true, force: true })
      }
    },
    // Not by `browser_wait_for`: it looks at the first place where the words are, even when that one is not seen and another is.
    waitForText: (text, seconds) => until(seconds * 1_000, 'The words are not seen.', () => sees(text)),
    waitUntilGone: (text, seconds) => until(seconds * 1_000, 'The words are still seen.', async () => !(await sees(text))),
    waitForTarget: (target, seconds) =>
      until(seconds * 1_000, 'It is not seen.', async () => (await look(tools, `${first(selectorOf(target))} >> visible=true`)).count > 0),
    sees,
    isInState: (target, state) => isInState(tools, target, state),
    fieldValue: (target) => fieldValue(tools, selectorOf(target)),
    picture: capture,
    inaccessible,
    dispose: () => tools.dispose(),
  }
}

/** Of more than one the first, as a selector. */
const first = (selector: string): string => `${selector} >> nth=0`

function selectorOf({ role, name, exact = false, within }: ScenarioTarget): string {
  const one = (of: { readonly role: string; readonly name?: string | undefined }, whole: boolean): string => {
    // A role that is no word could say something else to the selector engine.
    if (!/^[a-z]+$/i.test(of.role)) throw new TidegateError('BAD_INPUT', 'A role is one word.')
    if (of.name === undefined) return `role=${of.role}`
    const quoted = `"${of.name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    return `role=${of.role}[name${whole ? `=${quoted}` : `*=${quoted}i`}]`
  }
  return `${within === undefined ? '' : `${one(within, false)} >> `}${one({ role, name }, exact)}`
}

interface Look {
  /** How many the selector finds. */
  readonly count: number
  /** The line of the snapshot about it when it is one: role, name in quotes, marks in brackets. */
  readonly line: string
}

/** One look through the snapshot tool, which answers for exactly one and says how many there are otherwise. */
async function look(tools: AgentTools, selector: string): Promise<Look> {
  const { text, isError } = await tools.call('browser_snapshot', { target: selector, depth: 1 })
  if (!isError) return { count: 1, line: /^- .*$/m.exec(text.slice(text.indexOf('```yaml')))?.[0] ?? '' }
  if (text.includes('does not match any elements')) return { count: 0, line: '' }
  const many = /resolved to (\d+) elements/.exec(text)?.[1]
  if (many !== undefined) return { count: Number(many), line: '' }
  // The role engine refuses to ask whether a heading is selected; that it is not is the answer. Whether it is ticked stays an error, as for a page.
  if (/"(?:selected|expanded)" attribute is only supported/.test(text)) return { count: 0, line: '' }
  throw new TidegateError('INTERNAL', reasonOf(text))
}

async function doOrThrow(tools: AgentTools, name: AgentToolName, input: Readonly<Record<string, unknown>>): Promise<void> {
  const { text, isError } = await tools.call(name, input)
  if (isError) throw new TidegateError('INTERNAL', reasonOf(text))
}

/** The first sentence of what a tool says it could not do. The rest is a log of its tries. */
function reasonOf(text: string): string {
  const [line = ''] = text
    .split('\n')
    .map((one) => one.replace(/^(?:Error: )+/, '').trim())
    .filter((one) => one !== '' && !one.startsWith('###'))
  return line === '' ? 'The tool could not do it.' : line
}

async function until(ms: number, otherwise: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms
  while (!(await holds())) {
    if (performance.now() >= end) throw new TidegateError('NOT_FOUND', otherwise)
    await pause(LOOK_AGAIN_MS)
  }
}

async function onlyOne(tools: AgentTools, selector: string, timeoutMs: number): Promise<string> {
  await until(timeoutMs, 'There is no such control.', async () => (await look(tools, first(selector))).count > 0)
  const visible = `${selector} >> visible=true`
  const { count } = await look(tools, visible)
  if (count > 1)
    throw new TidegateError('BAD_INPUT', `There are ${count} controls of that role and name. Name the part of the screen with "within".`)
  return count === 1 ? visible : first(selector)
}

async function isInState(tools: AgentTools, target: ScenarioTarget, state: TargetState): Promise<boolean> {
  const one = first(selectorOf(target))
  const { count, line } = await look(tools, one)
  const is = async (what: string): Promise<boolean> => (await look(tools, `${one} >> ${what}`)).count > 0
  if (state === 'hidden') return count === 0 || !(await is('visible=true'))
  if (count === 0) return false
  // The line of a snapshot marks what is true, and cannot tell `not expanded` from `cannot expand`; the role engine can.
  const has = (attribute: string) => is(`internal:and=${JSON.stringify(`role=${target.role}[${attribute}]`)}`)
  switch (state) {
    case 'visible':
      return is('visible=true')
    case 'enabled':
      return !(await has('disabled=true'))
    case 'disabled':
      return has('disabled=true')
    case 'checked':
      return has('checked=true')
    case 'unchecked':
      return !(await has('checked=true'))
    case 'expanded':
      return has('expanded=true')
    case 'collapsed':
      return has('expanded=false')
    case 'selected':
      return has('selected=true')
    case 'focused':
      return line.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('[active]')
  }
}

/** No tool reads a field to the letter; the one that verifies a value says what it is instead. */
async function fieldValue(tools: AgentTools, selector: string): Promise<string | null> {
  if ((await look(tools, first(selector))).count === 0) return null
  const wrong = randomUUID()
  const { text } = await tools.call('browser_verify_value', {
    type: 'textbox',
    element: 'the field',
    target: first(selector),
    value: wrong,
  })
  const before = `Expected value "${wrong}", but got "`
  const start = text.indexOf(before)
  const end = text.lastIndexOf('"')
  if (start < 0) throw new TidegateError('INTERNAL', reasonOf(text))
  return text.slice(start + before.length, end)
}
