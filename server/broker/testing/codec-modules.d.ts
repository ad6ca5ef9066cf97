// Types of two compressors that ship without any; only what tests and drivers call.
declare module 'snappyjs' {
  export function compress(plain: Uint8Array): Uint8Array;
}
declare module 'lz4js' {
  export function compress(plain: Uint8Array): Uint8Array;
}
