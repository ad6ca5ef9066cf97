// Which assignor a generation uses: each member votes for the first of its protocols that everybody supports.

import type { Member, Protocol } from './members.ts';

/** True when at least one of `protocols` is supported by each of `others`. */
export const hasCommonProtocol = (protocols: Protocol[], others: Iterable<Member>): boolean => {
  const everybody = [...others];
  return protocols.some(({ name }) => everybody.every((member) => supports(member, name)));
};

/** Most votes win; a tie goes to the one preferred by the first member (the order of `members`). Null when none is common. */
export function chooseProtocol(members: Iterable<Member>): string | null {
  const everybody = [...members];
  const votes = new Map<string, number>();
  const common = new Set(
    everybody[0]?.protocols.map(({ name }) => name).filter((name) => everybody.every((m) => supports(m, name))),
  );
  for (const name of common) votes.set(name, 0);
  for (const member of everybody) {
    const vote = member.protocols.find(({ name }) => common.has(name));
    if (vote) votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [name, count] of votes) if (best === null || count > (votes.get(best) ?? 0)) best = name;
  return best;
}

const supports = (member: Member, protocol: string): boolean => member.protocols.some(({ name }) => name === protocol);
