// The judge on deeds written by hand: what two causes could explain is not said, and who changes nothing is not accused.
import { describe, expect, it } from 'vitest';
import type { CorrectionEvent, TdDeed } from '#contract/correction.ts';
import { judge } from './judge.ts';
import { correctionLab, keptDeeds } from './lab.ts';
import type { RuleId } from './line.ts';
import { mistakes } from './mistakes.ts';

const topic = 'lea.commandes_machines_td';
const began: CorrectionEvent = {
  type: 'watch.began',
  workspace: 'lea',
  topic,
  address: 'localhost:9092',
  workMs: 1_000,
  since: 0,
  source: 'embedded',
  server: 'e',
};
let next = 1;
let opened = 0;
const by = (at: number, connection = 1, clientId = 'moi') => {
  next += 1;
  return {
    id: next,
    at,
    connection,
    openedAt: opened,
    address: `127.0.0.1:${5_000 + connection}`,
    clientId,
    software: null,
  };
};
const lost = { topic, group: 'lea.atelier' };
const joined = (at: number, connection = 1): TdDeed => ({
  ...by(at, connection),
  kind: 'joined',
  group: 'lea.atelier',
  memberId: `m-${connection}`,
  generation: 1,
  topics: [topic],
  sessionTimeoutMs: 6_000,
});
const fetched = (at: number, offset: number, count: number, connection = 1): TdDeed => ({
  ...by(at, connection),
  kind: 'fetched',
  topic,
  partition: 0,
  offset,
  count,
  end: 3,
  answeredAt: at,
});
const committed = (at: number, offset: number, connection = 1): TdDeed => ({
  ...by(at, connection),
  ...lost,
  kind: 'committed',
  memberId: `m-${connection}`,
  partition: 0,
  offset,
  metadata: '',
  error: 0,
  answeredAt: at,
});
const asked = (at: number, offset: number, connection = 1): TdDeed => ({
  ...by(at, connection),
  ...lost,
  kind: 'asked-committed',
  partition: 0,
  offset,
});
const closed = (at: number, connection = 1, apis: string[] = [], clientId = 'moi'): TdDeed => ({
  ...by(at, connection, clientId),
  kind: 'closed',
  reason: 'peer',
  apis,
});
const visited = (at: number, connection: number, clientId: string): TdDeed => ({
  ...by(at, connection, clientId),
  kind: 'asked-metadata',
  topic,
});

function judged(...deeds: TdDeed[]) {
  const events: CorrectionEvent[] = [began, ...deeds.map((deed): CorrectionEvent => ({ type: 'seen', deed }))];
  const state = events.reduce((before, event) => correctionLab.fold(before, event, 0), correctionLab.initial());
  const checklist = judge(state);
  const lines = [...(checklist?.producer.lines ?? []), ...(checklist?.consumer.lines ?? [])];
  return {
    state,
    line: (id: RuleId) => lines.find((line) => line.id === id),
    mistakes: lines.flatMap(({ mistake }) => mistake ?? []),
  };
}

describe('the judge', () => {
  it('waits for everything while nothing was seen, and accuses nobody', () => {
    const { mistakes: named, line } = judged();
    expect(named).toEqual([]);
    expect(line('topic')).toMatchObject({ verdict: 'pas-encore', deeds: [] });
  });

  it('cannot say whether a program that only asked its way was a producer, unless it asked for a producer’s number', () => {
    const visit = judged(visited(0, 1, 'rdkafka'), closed(10, 1, ['ApiVersions', 'Metadata'], 'rdkafka'));
    expect(visit.line('topic')?.verdict).toBe('inconnu');
    const apis = ['ApiVersions', 'Metadata', 'InitProducerId'];
    expect(judged(visited(0, 1, 'rdkafka'), closed(10, 1, apis, 'rdkafka')).mistakes).toEqual(['jamais-vide']);
    // A consumer's first connection asks its way too, and finds its coordinator.
    expect(judged(visited(0, 1, 'x'), closed(10, 1, ['Metadata', 'FindCoordinator'], 'x')).mistakes).toEqual([]);
  });

  it('does not take a breakdown in the middle of a work for a departure without a word', () => {
    const broken = [joined(0), asked(1, -1), fetched(2, 0, 3), committed(1_100, 1), closed(1_500)];
    expect(judged(...broken).mistakes).toEqual([]);
    expect(judged(...broken).line('depart')?.evidence).toContain('en plein travail');
    const again = [joined(9_000, 2), asked(9_001, 1, 2), fetched(9_002, 1, 2, 2)];
    expect(judged(...broken, ...again).line('reprise')?.verdict).toBe('reussi');
    const skipped = [joined(9_000, 2), asked(9_001, 1, 2), fetched(9_002, 2, 1, 2)];
    expect(judged(...broken, ...skipped).line('reprise')?.mistake).toBe('etape-perdue');
  });

  it('tells a member put out because it came back to poll() too late', () => {
    const late: TdDeed = {
      kind: 'left',
      id: 900,
      at: 9_000,
      group: lost.group,
      memberId: 'm-1',
      clientId: 'moi',
      reason: 'rebalance-timeout',
    };
    expect(judged(joined(0), asked(1, -1), fetched(2, 0, 3), late).line('depart')?.mistake).toBe('trop-lent');
  });

  it('goes by the committed offset after a rebalance, and takes no repetition for a step back', () => {
    const { mistakes: named } = judged(
      joined(0),
      asked(1, -1),
      fetched(2, 0, 3),
      committed(1_100, 1),
      asked(1_300, 1),
      fetched(1_301, 1, 2),
      committed(2_400, 2),
      committed(2_500, 2),
      committed(3_600, 3),
    );
    expect(named).toEqual([]);
  });

  it('names a commit that comes before the work, and lets the student say how long a work lasts', () => {
    const deeds = [joined(0), asked(1, -1), fetched(2, 0, 3), committed(302, 1)];
    expect(judged(...deeds).mistakes).toEqual(['commit-avant-travail']);
    expect(judged(...deeds).line('travail')).toMatchObject({ evidence: expect.stringContaining('300 ms') });
    const shorter = correctionLab.fold(judged(...deeds).state, { type: 'work.changed', workMs: 200 }, 0);
    expect(judge(shorter)?.consumer.lines.find(({ id }) => id === 'travail')?.verdict).toBe('reussi');
  });

  it('does not judge what already ran when it began to look', () => {
    opened = -1;
    const running = [fetched(0, 3, 0), committed(100, 2)];
    opened = 0;
    expect(judged(...running).mistakes).toEqual([]);
    expect(judged(...running).line('groupe')?.evidence).toContain('relancez-le');
    expect(
      judged(...running, joined(9_000, 2), asked(9_001, -1, 2), fetched(9_002, 0, 3, 2)).line('groupe')?.verdict,
    ).toBe('reussi');
  });

  it('keeps a bounded number of deeds, and counts the others', () => {
    const { state } = judged(...Array.from({ length: keptDeeds + 5 }, (_, at) => committed(at, at)));
    expect([state.deeds.length, state.missing]).toEqual([keptDeeds, 5]);
  });

  it('has at least twelve named mistakes, each with advice and a page', () => {
    expect(Object.keys(mistakes).length).toBeGreaterThanOrEqual(12);
    for (const { title, advice, page } of Object.values(mistakes)) {
      expect([title.length > 5, advice.length > 20, page.startsWith('/lecons/')]).toEqual([true, true, true]);
      expect(`${title} ${advice}`).not.toMatch(/ [:;?!»]|'/);
    }
  });
});
