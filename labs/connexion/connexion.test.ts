// The fold and the diagnosis by themselves: tries, merging of connections, bounds, and what is never claimed.
import { describe, expect, it } from 'vitest';
import type { ConnexionEvent, Place } from '#contract/connexion-events.ts';
import { firstBytes } from './bytes.ts';
import { diagnose, patienceMs } from './diagnosis.ts';
import { type ConnexionState, connexionLab } from './lab.ts';

const start = 1_000_000;
const place: Place = {
  source: 'embedded',
  addresses: ['192.168.1.20:9092'],
  onlyHere: false,
  advertised: { host: 'localhost', port: 9092 },
};
const opened = (connection: number, address = `192.168.1.30:${50_000 + connection}`): ConnexionEvent => ({
  type: 'connection.opened',
  connection,
  address,
});
const spoke = (connection: number, apis: string[], clientId = 'eleve'): ConnexionEvent => ({
  type: 'connection.spoke',
  connection,
  clientId,
  library: null,
  version: null,
  apis,
});
const closed = (
  connection: number,
  reason: 'peer' | 'bad-frame' = 'peer',
  detail: string | null = null,
): ConnexionEvent => ({
  type: 'connection.closed',
  connection,
  reason,
  detail,
});
/** Each event with its time in ms after the start. */
const play = (...events: [number, ConnexionEvent][]): ConnexionState =>
  events.reduce((state, [at, event]) => connexionLab.fold(state, event, start + at), connexionLab.initial());
const last = (state: ConnexionState, after: number) => {
  const attempt = state.attempts.at(-1);
  if (!attempt) throw new Error('no attempt');
  return { attempt, ...diagnose(attempt, state, start + after) };
};
const metadata = ['ApiVersions', 'Metadata'];

describe('attempts', () => {
  it('are programs, not connections: one try with all its connections', () => {
    const state = play(
      [0, opened(1)],
      [1, spoke(1, metadata)],
      [2, opened(2)],
      [3, spoke(2, ['ApiVersions', 'Produce'])],
    );
    expect(state.attempts).toHaveLength(1);
    expect(state.attempts[0]).toMatchObject({ tries: 1, open: [1, 2], apis: ['ApiVersions', 'Metadata', 'Produce'] });
  });

  it('begin again after a silence, and forget what the last one proved', () => {
    const work: ConnexionEvent = { type: 'connection.worked', connection: 1, work: 'produced', name: 't' };
    const again = play(
      [0, opened(1)],
      [1, spoke(1, metadata)],
      [2, work],
      [3, closed(1)],
      [9_000, opened(2)],
      [9_001, spoke(2, ['ApiVersions'])],
    );
    expect(again.attempts).toHaveLength(1);
    expect(again.attempts[0]).toMatchObject({ tries: 2, work: [], open: [2], apis: ['ApiVersions'] });
  });

  it('of two machines, or of two names, are two', () => {
    const state = play(
      [0, opened(1, '10.0.0.1:1')],
      [1, spoke(1, metadata)],
      [2, opened(2, '10.0.0.2:1')],
      [3, spoke(2, metadata)],
      [4, opened(3, '10.0.0.1:2')],
      [5, spoke(3, metadata, 'autre')],
      [6, opened(4, '[::1]:2')],
      [7, spoke(4, metadata)],
      [8, opened(5, '127.0.0.1:2')],
      [9, spoke(5, metadata)],
    );
    expect(state.attempts.map(({ key }) => key)).toEqual([
      '10.0.0.1 eleve',
      '10.0.0.2 eleve',
      '10.0.0.1 autre',
      'loopback eleve',
    ]);
  });

  it('are bounded, and events of unknown connections change nothing', () => {
    let state = connexionLab.initial();
    for (let id = 0; id < 500; id += 1) state = connexionLab.fold(state, opened(id), start + id);
    expect([state.attempts.length, state.knocks]).toEqual([40, 500]);
    expect(connexionLab.fold(state, spoke(9_999, metadata), start)).toBe(state);
    expect(connexionLab.fold(state, closed(9_999), start)).toBe(state);
  });
});

describe('the diagnosis', () => {
  const asked = (address?: string): [number, ConnexionEvent][] => [
    [0, { type: 'place.described', place }],
    [1, opened(1, address)],
    [2, spoke(1, metadata)],
  ];

  it('waits before it says that something is missing', () => {
    expect(last(play(...asked()), 100).cause.kind).toBe('in-progress');
    expect(last(play(...asked()), patienceMs + 10).cause.kind).not.toBe('in-progress');
  });

  it('is certain that localhost is another machine for a program elsewhere', () => {
    const { cause, verdicts } = last(play(...asked()), 20_000);
    expect([cause.kind, verdicts.back]).toEqual(['advertised-local', 'no']);
  });

  it('does not accuse the address of a program that left by itself', () => {
    expect(last(play(...asked(), [3, closed(1)]), 20_000).verdicts.back).toBe('unknown');
  });

  it('says it does not know when nothing tells', () => {
    const here = asked('127.0.0.1:50000');
    expect(last(play(...here), 20_000).cause).toEqual({ kind: 'silent', addressIsGood: false });
    const checked: ConnexionEvent = { type: 'advertised.checked', reached: true, detail: null };
    expect(last(play(...here, [5, checked]), 20_000).cause).toEqual({ kind: 'silent', addressIsGood: true });
    const dead: ConnexionEvent = { type: 'advertised.checked', reached: false, detail: 'ECONNREFUSED' };
    expect(last(play(...here, [5, dead]), 20_000).cause.kind).toBe('advertised-dead');
  });

  it('takes a request that only a leader gets for a return, not one that any broker answers', () => {
    const after = (api: string) => last(play(...asked(), [3, spoke(1, [...metadata, api])]), 20_000).verdicts.back;
    expect(['FindCoordinator', 'InitProducerId', 'DescribeConfigs'].map(after)).toEqual(['no', 'no', 'no']);
    expect(['Produce', 'Fetch', 'ListOffsets', 'JoinGroup'].map(after)).toEqual(['yes', 'yes', 'yes', 'yes']);
  });
});

describe('the first bytes', () => {
  const read = (text: string) =>
    firstBytes(`frame length ${Buffer.from(text, 'latin1').readInt32BE(0)} is over the limit`);

  it('are what was sent', () => {
    expect(read('POST')).toEqual({ hex: '50 4f 53 54', ascii: 'POST', spoken: 'http' });
    expect(read('\u0016\u0003\u0001\u0002')).toMatchObject({ ascii: '····', spoken: 'tls' });
    expect(read('\u0010\u0010\u0000\u0004')?.spoken).toBe('mqtt');
    expect(read('*1\r\n')?.spoken).toBe('redis');
    expect(read('\u00ff\u00ff\u00ff\u00ff')).toMatchObject({ hex: 'ff ff ff ff', spoken: null });
    expect([firstBytes('unknown API key 17'), firstBytes(null)]).toEqual([null, null]);
  });
});
