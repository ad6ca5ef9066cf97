// Every cause, phase and state has its word, in French as one writes it.
import { describe, expect, it } from 'vitest';
import type { GroupPhase, LeaveCause, PageConsumerView, RebalanceCause } from '#contract/kafka-events.ts';
import {
  ageText,
  causeText,
  consumerStateText,
  generationText,
  leaveText,
  partitionList,
  phaseGloss,
  sessionText,
} from './words.ts';

describe('the words of the panel', () => {
  it('says nothing of a generation or a delay that the source does not tell', () => {
    expect(generationText(-1)).toBe('');
    expect(sessionText(10_000)).toContain('10\u00a0s');
    expect(sessionText(0)).not.toMatch(/\d/);
  });

  it('tells many neighbouring partitions by their ends', () => {
    const assignment = [{ topic: 't', partitions: [7, 0, 1, 2, 3, 5, 6] }];
    expect(partitionList(assignment, 't')).toBe('P0 à P3, P5, P6, P7');
  });

  it('tells three deaths apart', () => {
    const causes: LeaveCause[] = ['clean', 'closed', 'silence', 'poll-too-slow', 'kicked', 'server-stopped'];
    expect(new Set(causes.map(leaveText)).size).toBe(causes.length);
  });

  it('has a word for every cause, phase and state', () => {
    const kinds: Record<RebalanceCause['kind'], true> = {
      join: true,
      leave: true,
      silence: true,
      'poll-too-slow': true,
      kicked: true,
      subscription: true,
      'given-back': true,
      'new-topic': true,
      partitions: true,
      rejoin: true,
      restart: true,
      unknown: true,
    };
    for (const kind of Object.keys(kinds) as RebalanceCause['kind'][]) {
      expect(causeText({ kind, memberId: null, clientId: null })).toBeTruthy();
    }
    const phases: GroupPhase[] = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'];
    expect(new Set(phases.map(phaseGloss)).size).toBe(phases.length);
    const states: PageConsumerView['state'][] = [
      'starting',
      'running',
      'paused',
      'stopping',
      'stopped',
      'killed',
      'failed',
    ];
    for (const state of states) {
      expect(consumerStateText(state)).toBeTruthy();
    }
  });

  it('says an age as one would, and only a bound when the oldest is out of sight', () => {
    expect(ageText(12_900, true)).toBe('≈\u00a012\u00a0s');
    expect(ageText(400, true)).toBe('moins d’une seconde');
    expect(ageText(190_000, false)).toBe('plus de 3\u00a0min');
    expect(ageText(400, false)).toBe('');
  });
});
