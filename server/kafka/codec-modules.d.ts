// Types of two decoders that ship without any; only what codecs.ts calls.
declare module 'snappyjs' {
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
  export function compress(plain: Uint8Array): Uint8Array;
}
declare module 'lz4js' {
  export function decompressBound(frame: Uint8Array): number;
  /** Writes the plain bytes into `target`; answers how many there were, even beyond its end. */
  export function decompressFrame(frame: Uint8Array, target: Uint8Array): number;
  export function compress(plain: Uint8Array): Uint8Array;
}
