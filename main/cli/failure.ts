import { CommanderError } from 'commander'
import { type ErrorCode, EXIT, exitCodeFor, TidegateError } from '#contracts/errors.ts'

/** How a command failed: its exit code, what a person reads on stderr (null where that was said already), and what `--json` prints. */
export interface Failure {
  readonly exit: number
  readonly said: string | null
  readonly error: { readonly code: ErrorCode; readonly message: string }
}

const HELP = 'Run the command with --help to see its options.'
/** What is wrong with a command line, by the code of the parser, whose own message quotes what was typed. */
const USAGE: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'There is no such command.',
  'commander.unknownOption': 'There is no such option.',
  'commander.excessArguments': 'There are too many arguments.',
  'commander.missingArgument': 'An argument is missing.',
  'commander.missingMandatoryOptionValue': 'An option that is needed is missing.',
  'commander.optionMissingArgument': 'An option has no value.',
  'commander.invalidArgument': 'A value is not one that is allowed.',
}

/** What to say of whatever ended a command; null where it ended well, with its help or its version. Never quotes a text. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return null
    const what = USAGE[error.code] ?? 'The command line is not complete.'
    return { exit: EXIT.usage, said: null, error: { code: 'BAD_INPUT', message: `${what} ${HELP}` } }
  }
  if (error instanceof TidegateError) {
    const { code, message } = error
    return { exit: exitCodeFor(code), said: `tidegate: ${message}\n`, error: { code, message } }
  }
  // A defect, not a condition: the stack helps whoever reports it, the message may quote text and stays out.
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')) : []
  const name = error instanceof Error ? error.name : 'unknown'
  return {
    exit: EXIT.failure,
    said: `tidegate: something went wrong inside the app (${name}). Please report these lines:\n${frames.slice(0, 6).join('\n')}\n`,
    error: { code: 'INTERNAL', message: 'Something went wrong inside the app. Please report the lines on stderr.' },
  }
}

/** Whose output is lines and not one document, whatever `--json` says. */
const LINES = ['serve', 'mcp', 'worker', 'logs']
const LINE_OPTIONS = ['jsonl', 'stream', 'watch']

/** Whether a command was to print one JSON document. */
export function printsDocument(name: string, options: Readonly<Record<string, unknown>>): boolean {
  return options.json === true && !LINES.includes(name) && !LINE_OPTIONS.some((option) => (options[option] ?? false) !== false)
}

/** The same, of a command line that could not be understood. */
export function wouldPrintDocument(argv: readonly string[]): boolean {
  const given = (option: string): boolean => argv.some((word) => word === `--${option}` || word.startsWith(`--${option}=`))
  return given('json') && !LINES.includes(argv[0] ?? '') && !LINE_OPTIONS.some(given)
}
