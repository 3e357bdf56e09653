/** Where the units of a short text have room at first. */
const ROOM = 16_384

/** A place for the units of one text at a time. */
export type UnitReader = (text: string) => Uint16Array

/**
 * Gives a function that copies the UTF-16 code units of a text to an array, which is the same each time until a longer one is needed:
 * behind the text's own length stands a 0, and behind that what is of others. To read from an array costs a fraction of `charCodeAt`,
 * and a text is read many times.
 */
export function createUnitReader(): UnitReader {
  let bytes = Buffer.alloc((ROOM + 1) * 2)
  let units: Uint16Array = new Uint16Array(bytes.buffer, bytes.byteOffset, ROOM + 1)
  return (text) => {
    if (text.length >= units.length) {
      bytes = Buffer.alloc((text.length + 1) * 2)
      units = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length + 1)
    }
    // UTF-16 in the order of little-endian bytes, as are the arrays of all machines that run this.
    bytes.write(text, 'utf16le')
    units[text.length] = 0
    return units
  }
}
