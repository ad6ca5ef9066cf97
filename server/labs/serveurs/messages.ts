// What the main process and a server of the demonstration say to each other, over the channel that `fork` opens.
import type { ServerRole } from '#contract/serveurs.ts';

/** Told once. */
export type ToServer = {
  /** Of the cookies, in hexadecimal: the same at both servers, or a client would be somebody else at the other. */
  secret: string;
  version: string;
  redis: { url: string; prefix: string } | null;
};
export type FromServer = { up: { port: number } } | { role: ServerRole } | { failed: 'redis' | 'error'; text: string };
