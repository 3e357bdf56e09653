module.exports = globalThis[Symbol.for('stand-in.electron')]
