// A member that asks for a new share: the sentence names what happened to its topics, or claims nothing.
import { describe, expect, it } from 'vitest';
import type { BrokerEvent, GroupPhase, RebalanceReason } from '#server/broker/events.ts';
import { createCauses } from './causes.ts';

type Share = [phase: GroupPhase, reason: RebalanceReason, ...topics: string[]];
const minute = 60_000;

function stage() {
  let time = 1_000_000;
  const causes = createCauses(() => time);
  const told = (phase: GroupPhase, reason: RebalanceReason, ...topics: string[]) => {
    const members = [
      {
        memberId: 'm',
        instanceId: null,
        clientId: 'consommateur.py',
        clientHost: '127.0.0.1',
        connection: 1,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 10_000,
        assignment: topics.map((topic) => ({ topic, partitions: [0] })),
      },
    ];
    const group = {
      group: 'g',
      phase,
      generation: 1,
      protocolType: 'consumer',
      protocol: 'range',
      leader: 'm',
      members,
    };
    const event: Extract<BrokerEvent, { type: 'group-changed' }> = {
      type: 'group-changed',
      group,
      reason,
      memberId: 'm',
      clientId: 'consommateur.py',
    };
    return causes.of(event)?.kind;
  };
  return {
    causes,
    wait: (ms: number) => {
      time += ms;
    },
    told: (...share: Share) => told(...share),
  };
}

describe('a member that asks for a new share', () => {
  it('started before its topic: the topic has come since the last share', () => {
    const { causes, told, wait } = stage();
    expect(told('Stable', 'join')).toBe('join');
    wait(minute);
    causes.topicCreated('t');
    wait(minute);
    // Nothing shows yet which topic it is about.
    expect(told('PreparingRebalance', 'metadata')).toBe('rejoin');
    expect(told('Stable', 'metadata', 't')).toBe('new-topic');
  });

  it('had shared a topic out by a list from before it was created', () => {
    const { causes, told, wait } = stage();
    causes.topicCreated('t');
    wait(100);
    told('Stable', 'join', 't');
    wait(3_000);
    expect(told('PreparingRebalance', 'metadata', 't')).toBe('new-topic');
  });

  it('learns that its topic has more partitions', () => {
    const { causes, told, wait } = stage();
    causes.topicCreated('t');
    wait(minute);
    told('Stable', 'join', 't');
    wait(minute);
    causes.topicExtended('t');
    expect(told('PreparingRebalance', 'metadata', 't')).toBe('partitions');
    wait(minute);
    expect(told('Stable', 'metadata', 't')).toBe('partitions');
    wait(minute);
    expect(told('PreparingRebalance', 'metadata', 't')).toBe('rejoin');
  });

  it('is not credited with what happened to other topics, or to one that is gone', () => {
    const { causes, told, wait } = stage();
    told('Stable', 'join', 't');
    wait(minute);
    causes.topicCreated('other');
    expect(told('PreparingRebalance', 'metadata', 't')).toBe('rejoin');
    causes.topicExtended('t');
    causes.topicDeleted('t');
    expect(told('PreparingRebalance', 'metadata', 't')).toBe('rejoin');
  });

  it('leaves every other reason as the coordinator told it', () => {
    const { causes, told } = stage();
    causes.topicCreated('t');
    expect(told('PreparingRebalance', 'session-timeout', 't')).toBe('silence');
    expect(told('PreparingRebalance', 'rebalance-timeout', 't')).toBe('poll-too-slow');
  });
});
