// The page's single lab client, made at first use: browser clock, animation frames, visibility.
import { type ClientEnv, createLabClient, type LabClient } from './lab-client.ts';
import { createSocketWire } from './socket-wire.ts';

let client: LabClient | null = null;

/** The one socket of the page. */
export const browserWire = createSocketWire();

/** 128 random bits. `crypto.randomUUID` is missing on plain http outside localhost, where classes work. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One commit a frame at most, and just after its picture, not before: drawing it again and laying it out are then two tasks
 * instead of one that a slow machine cannot end in time. No frames in a hidden tab: state must not pile up behind one.
 */
function afterFrame(commit: () => void): void {
  if (document.hidden) setTimeout(commit, 0);
  else requestAnimationFrame(() => setTimeout(commit, 0));
}

export const browserEnv: ClientEnv = {
  now: () => Date.now(),
  frame: afterFrame,
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
  newId,
};

export function browserClient(): LabClient {
  if (client) return client;
  const made = createLabClient(browserWire, browserEnv);
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', () => made.setHidden(document.hidden));
  }
  client = made;
  return made;
}
