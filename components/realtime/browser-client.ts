// The page's single lab client, made at first use: browser clock, animation frames, visibility.
import { createLabClient, type LabClient } from './lab-client.ts';
import { createSocketWire } from './socket-wire.ts';

let client: LabClient | null = null;

/** 128 random bits. `crypto.randomUUID` is missing on plain http outside localhost, where classes work. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function browserClient(): LabClient {
  if (client) return client;
  const made = createLabClient(createSocketWire(), {
    now: () => Date.now(),
    // No animation frames in a hidden tab: state must not pile up behind one.
    frame: (commit) => (document.hidden ? void setTimeout(commit, 0) : void requestAnimationFrame(commit)),
    after(ms, run) {
      const handle = setTimeout(run, ms);
      return () => clearTimeout(handle);
    },
    newId,
  });
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', () => made.setHidden(document.hidden));
  }
  client = made;
  return made;
}
