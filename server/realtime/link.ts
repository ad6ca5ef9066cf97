// A Socket.IO connection as a link of the hub: what it still has to carry, and how to cut it without waiting.
import type { Socket } from 'socket.io';
import type { Link } from './hub.ts';

/** Parts of Engine.IO that have no public reader: its packets in wait, and the WebSocket under it (absent while polling). */
type Inside = {
  writeBuffer?: readonly { data?: unknown }[];
  transport?: { socket?: { bufferedAmount?: unknown; terminate?: () => void } };
};

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}

/** Engine.IO's buffer is unbounded and `ws` has its own below: both count. Text counts one byte a character. */
export function backlogOf(connection: unknown): number {
  const { writeBuffer = [], transport } = connection as Inside;
  let bytes = 0;
  for (const packet of writeBuffer) bytes += sizeOf(packet.data);
  const buffered = transport?.socket?.bufferedAmount;
  return bytes + (typeof buffered === 'number' ? buffered : 0);
}

/**
 * Ends a connection whose peer does not read: a polite close would wait behind the very bytes that do not leave.
 * Not `socket.disconnect()`: a page told "disconnect by the server" does not come back by itself, and this one must.
 */
function cut(socket: Socket): void {
  const { transport } = socket.conn as unknown as Inside;
  const webSocket = transport?.socket;
  socket.conn.close(true);
  webSocket?.terminate?.();
}

export const linkOf = (socket: Socket): Link => ({
  id: socket.id,
  backlog: () => backlogOf(socket.conn),
  cut: () => cut(socket),
});

/**
 * Gives up the request that opened the connection, and its headers: nobody asks for them once a page is welcome, and they would
 * stay as long as it does (https://socket.io/docs/v4/memory-usage/).
 */
export function forgetRequest(socket: Socket): void {
  Object.assign(socket.conn, { request: null });
  socket.handshake.headers = {};
}
