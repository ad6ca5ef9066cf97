// Takes chosen text frames out of what a WebSocket server says (RFC 6455: its frames are not masked), whatever the chunks.

/** Bytes in, bytes out. `drops`: asked of each whole text frame. */
export function createFrameFilter(drops: (text: string) => boolean): (chunk: Buffer) => Buffer {
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;

  /** Where the frame that begins at `at` has its payload and its end; null when it is not whole yet. */
  function frameAt(at: number): { payload: number; end: number } | null {
    if (rest.length < at + 2) return null;
    const short = (rest[at + 1] ?? 0) & 127;
    const payload = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    if (rest.length < payload) return null;
    const length =
      short < 126 ? short : short === 126 ? rest.readUInt16BE(at + 2) : Number(rest.readBigUInt64BE(at + 2));
    return rest.length < payload + length ? null : { payload, end: payload + length };
  }

  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const kept: Buffer[] = [];
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return Buffer.alloc(0);
      kept.push(rest.subarray(0, end + 4));
      rest = rest.subarray(end + 4);
      upgraded = true;
    }
    let at = 0;
    for (let frame = frameAt(at); frame !== null; frame = frameAt(at)) {
      const isText = rest[at] === 0x81;
      if (!isText || !drops(rest.toString('utf8', frame.payload, frame.end))) kept.push(rest.subarray(at, frame.end));
      at = frame.end;
    }
    rest = rest.subarray(at);
    return Buffer.concat(kept);
  };
}
