/** Controls of ASCII and of its second half, but for tabs and the ends of lines: what a terminal carries out and does not show. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** U+2400 and on show the controls of ASCII. */
const PICTURES = 0x2400
const PICTURE_OF_DELETE = '\u2421'
const UNKNOWN = '\ufffd'

/**
 * Shows the controls of a text and so carries none out. Answers of models, names of files and words of services could otherwise set the
 * clipboard (OSC 52), change what stands on the screen, or type an answer to a question that was never asked. A carriage return before a line
 * feed stays.
 */
export function withControlsShown(text: string): string {
  return text.replace(CONTROLS, (control, at: number) => {
    if (control === '\r' && text[at + 1] === '\n') return control
    const code = control.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(PICTURES + code)
    return code === 0x7f ? PICTURE_OF_DELETE : UNKNOWN
  })
}

/** From now on texts reach a terminal with their controls shown; bytes, which only we write, and whatever is no terminal stay as they are. */
export function guardTerminal(stream: NodeJS.WriteStream): void {
  if (!stream.isTTY) return
  stream.write = new Proxy(stream.write, {
    apply: (write, target, [text, ...rest]: unknown[]) =>
      Reflect.apply(write, target, [typeof text === 'string' ? withControlsShown(text) : text, ...rest]),
  })
}
