'use client';
// What every live part of a page needs of the realtime client, in the document's first load: fetched with each part, as the
// bundler would do, it came five times. The socket itself (socket.io-client) still comes when the first part opens it.
import './use-lab.ts';

export function RealtimeClient() {
  return null;
}
