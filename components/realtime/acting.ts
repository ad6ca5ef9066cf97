// The two ways in which a page sends commands to a lab: for the person at it, or by itself.
import type { Ack } from '#contract/errors.ts';
import type { LabStore } from './lab-store.ts';

type Send = <T = unknown>(command: unknown) => Promise<Ack<T>>;

export type Acting = {
  /**
   * What the person asks for. Once it is carried out they have gone on after the handover that they had been told of: it is read.
   * Never rejects; a refusal and a silent server are both `ok: false` with a French message.
   */
  send: Send;
  /** What the page asks by itself, to have what it shows: nobody has read anything. */
  tend: Send;
};

export function actingOn(store: Pick<LabStore<unknown, unknown>, 'snapshot' | 'readHandover'>, send: Send): Acting {
  return {
    tend: send,
    async send<T>(command: unknown) {
      const { handover } = store.snapshot();
      const reply = await send<T>(command);
      if (reply.ok && handover !== null && handover === store.snapshot().handover) store.readHandover();
      return reply;
    },
  };
}
