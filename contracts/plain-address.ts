/** Scheme, host, port and path. The signs of anything else cannot occur in those unescaped; what they introduce is or may be a credential. */
export const PLAIN_ADDRESS = /^[^?#@]*$/
