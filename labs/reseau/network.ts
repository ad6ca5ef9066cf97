// What the network does to one message on its way to one receiver: pure, drawn from the seed, the receiver, the number and how
// many times it was sent, so that the same seed gives the same network whatever the moment.
import type { NetworkSettings, Packet } from '#contract/reseau.ts';
import { chance } from '../chance.ts';

/** A packet held back by the network is this much later, ms: enough for others to overtake it. */
const heldBackMs = 600;

export function packetsOf(network: NetworkSettings, receiver: number, sequence: number, attempt: number): Packet[] {
  const draw = chance(network.seed * 1_000_003 + receiver * 10_007 + sequence * 101 + attempt);
  // A first number from nearby seeds is too much alike.
  draw();
  const happens = (percent: number) => draw() * 100 < percent;
  const copies = happens(network.duplication) ? 2 : 1;
  return Array.from({ length: copies }, (_, index) => {
    const isLost = happens(network.loss);
    const heldBack = happens(network.disorder) ? heldBackMs : 0;
    const takes = Math.round(network.latency + draw() * network.jitter + heldBack);
    return { receiver, sequence, copy: attempt * 2 + index, takes: isLost ? null : takes };
  });
}
