// What survives: kills, torn and damaged files, power cuts, a full disk, a compaction. And a real process killed for real.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Disk, fileDisk, openFileStore } from '#server/store/index.ts';
import { broker, codeOf, numbers, ok, publish } from './fixtures.ts';
import type { Entry } from './store.ts';
import { storeSuite } from './store-suite.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A disk that can refuse, and that forgets at a power cut what was not synced. */
function testDisk(start: Buffer = Buffer.alloc(0)) {
  let bytes = start;
  let safe = start.length;
  const state = { refuseWrites: false, refuseSyncs: false, later: false, replaced: 0, syncs: 0 };
  const put = (chunks: Iterable<Buffer>): void => {
    const whole = Buffer.concat([...chunks]);
    // A full disk takes the beginning.
    bytes = Buffer.concat([bytes, state.refuseWrites ? whole.subarray(0, 5) : whole]);
    if (state.refuseWrites) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  const disk: Disk = {
    read: async () => bytes,
    write(chunks) {
      if (!state.later) {
        put(chunks);
        return undefined;
      }
      return Promise.resolve().then(() => put(chunks));
    },
    async sync() {
      state.syncs += 1;
      if (state.refuseSyncs) throw Object.assign(new Error('io'), { code: 'EIO' });
      safe = bytes.length;
    },
    async truncate(size) {
      bytes = bytes.subarray(0, size);
    },
    async replace(chunks) {
      state.replaced += 1;
      bytes = Buffer.concat([...chunks]);
      safe = bytes.length;
    },
    close: async () => {},
  };
  return { disk, state, bytes: () => bytes, afterPowerCut: () => bytes.subarray(0, safe) };
}

async function open(
  bytes: Buffer | ReturnType<typeof testDisk> = Buffer.alloc(0),
  given: { boot?: string; compactFromBytes?: number; limits?: Parameters<typeof broker>[0] } = {},
) {
  const made = Buffer.isBuffer(bytes) ? testDisk(bytes) : bytes;
  const errors: unknown[] = [];
  const { boot = 'boot 1', compactFromBytes = 1 << 20 } = given;
  const store = await openFileStore<Entry>({
    disk: made.disk,
    boot,
    after: () => () => {},
    onError: (error) => errors.push(error),
    limits: { compactFromBytes },
  });
  return { ...broker({ ...given.limits, store }), disk: made, errors };
}

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
};

async function withMessages(count: number, given: Parameters<typeof open>[1] = {}) {
  const b = await open(undefined, given);
  const ada = b.program('ada', 'r');
  for (let n = 1; n <= count; n += 1) ok(await publish(b, ada.session, 'r', `m${n}`, `c${n}`));
  return { ...b, ada };
}

storeSuite('a file', () => {
  let disk = testDisk();
  return {
    open(compactFromBytes = 1 << 20) {
      disk = testDisk(disk.bytes());
      const settings = { boot: 'same', after: () => () => {}, onError: () => {}, limits: { compactFromBytes } };
      return openFileStore<Entry>({ disk: disk.disk, ...settings });
    },
  };
});

describe('a file cut at any byte', () => {
  it('is opened, and gives the messages that are whole, in order from the first', async () => {
    const { disk } = await withMessages(3);
    const bytes = disk.bytes();
    let most = 0;
    for (let size = 0; size <= bytes.length; size += 1) {
      const b = await open(bytes.subarray(0, size));
      const left = ok(b.program('ada').session.history('r')).messages.map(({ sequence }) => sequence);
      expect(left).toEqual([1, 2, 3].slice(0, left.length));
      expect(left.length).toBeGreaterThanOrEqual(most);
      most = left.length;
    }
    expect(most).toBe(3);
  });
});

describe('a damaged file', () => {
  it('never serves a wrong message nor resumes across the hole', async () => {
    const { disk } = await withMessages(3);
    const bytes = disk.bytes();
    const sound = (await open(bytes)).program('ada');
    const { epoch } = ok(sound.session.subscribe('r', {})).subscribed;
    for (let at = 0; at < bytes.length; at += 3) {
      const bent = Buffer.from(bytes);
      bent.writeUInt8((bent.readUInt8(at) ^ 0x10) & 0xff, at);
      const ada = (await open(bent)).program('ada');
      const { messages } = ok(ada.session.history('r'));
      for (const { sequence, content } of messages) expect(content).toBe(`m${sequence}`);
      const kept = messages.map(({ sequence }) => sequence);
      expect(kept).toEqual(kept.map((_, index) => (kept[0] ?? 0) + index));
      if (kept.length === 3) continue;
      expect(ok(ada.session.subscribe('r', { epoch, from: 3 })).subscribed.recovered).toBe(false);
    }
  });
});

describe('a power cut', () => {
  it('loses nothing that was acknowledged, and ends the epoch, since more may have been seen', async () => {
    const first = await withMessages(2);
    const { epoch } = ok(first.ada.session.subscribe('r', {})).subscribed;
    // Without a client message id nothing is promised beyond a kill.
    await publish(first, first.ada.session, 'r', 'm3');
    const b = await open(first.disk.afterPowerCut(), { boot: 'boot 2' });
    const { subscribed, history } = ok(b.program('ada').session.subscribe('r', { epoch, from: 3 }));
    expect(subscribed.recovered).toBe(false);
    expect(history?.messages.map(({ content }) => content)).toEqual(['m1', 'm2']);
  });

  it('changes nothing after a clean stop', async () => {
    const first = await withMessages(2);
    const { epoch } = ok(first.ada.session.subscribe('r', {})).subscribed;
    const closed = first.chat.close();
    first.turn();
    await closed;
    const b = await open(first.disk.afterPowerCut(), { boot: 'boot 2' });
    expect(ok(b.program('ada').session.subscribe('r', { epoch, from: 3 })).subscribed.recovered).toBe(true);
  });
});

describe('a disk that refuses', () => {
  it.each([false, true])(
    'makes the message refused, its number free again, and nobody is told (aside: %s)',
    async (later) => {
      const b = await withMessages(1);
      const bob = b.program('bob', 'r');
      Object.assign(b.disk.state, { refuseWrites: true, later });
      const asked = b.ada.session.publish('r', 'lost', 'c9');
      b.turn();
      expect(codeOf(await asked)).toBe('unavailable');
      expect(numbers(bob.told)).toEqual([]);
      Object.assign(b.disk.state, { refuseWrites: false });
      const again = b.ada.session.publish('r', 'kept', 'c9');
      b.turn();
      expect(ok(await again)).toMatchObject({ sequence: 2, duplicate: false });
      const after = await open(b.disk.bytes());
      expect(ok(after.program('ada').session.history('r')).messages.map(({ content }) => content)).toEqual([
        'm1',
        'kept',
      ]);
    },
  );

  it('acknowledges nothing more once it could not sync', async () => {
    const b = await withMessages(1);
    b.disk.state.refuseSyncs = true;
    expect(codeOf(await publish(b, b.ada.session, 'r', 'x', 'c9'))).toBe('unavailable');
    b.disk.state.refuseSyncs = false;
    expect(codeOf(await publish(b, b.ada.session, 'r', 'y', 'c10'))).toBe('unavailable');
    expect(b.errors).toHaveLength(1);
  });
});

it('tells nobody before it is written, and acknowledges many with one sync', async () => {
  const b = await withMessages(1);
  const bob = b.program('bob', 'r');
  b.disk.state.later = true;
  const before = b.disk.state.syncs;
  const asked = Array.from({ length: 50 }, (_, n) => b.ada.session.publish('r', `x${n}`, `d${n}`));
  b.turn();
  expect(numbers(bob.told)).toEqual([]);
  for (const reply of await Promise.all(asked)) ok(reply);
  expect(numbers(bob.told)).toHaveLength(50);
  expect(b.disk.state.syncs).toBe(before + 1);
});

it('shows nobody what is said while another message is being written', async () => {
  const b = await withMessages(1);
  b.disk.state.later = true;
  const one = b.ada.session.publish('r', 'one', 'd1');
  b.turn();
  const two = b.ada.session.publish('r', 'two', 'd2');
  ok(await one);
  expect(ok(b.ada.session.history('r')).messages.at(-1)?.content).toBe('one');
  b.turn();
  ok(await two);
  expect(ok(b.ada.session.history('r')).messages.at(-1)?.content).toBe('two');
});

it('writes its file again when it has grown', async () => {
  const b = await withMessages(60, { compactFromBytes: 3_000, limits: { limits: { historySize: 5 } } });
  await settle();
  expect(b.disk.state.replaced).toBeGreaterThan(0);
});

it('a process killed for real, at seeded moments, loses nothing it acknowledged and reuses no number', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'relais-chat-'));
  cleanUps.push(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, 'chat', 'messages.log');
  const acked: [sequence: number, content: string][] = [];
  for (const killAfter of [1, 40, 173]) {
    const from = acked.length;
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      join(import.meta.dirname, 'test-writer.ts'),
      path,
      String(killAfter),
    ]);
    let text = '';
    await new Promise<void>((resolve, reject) => {
      let wrong = '';
      child.stderr.on('data', (chunk) => {
        wrong += chunk;
      });
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.split('\n').length > killAfter) child.kill('SIGKILL');
      });
      child.on('close', (_code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(wrong))));
    });
    for (const line of text.split('\n').slice(0, -1)) acked.push(JSON.parse(line));
    expect(acked.length).toBeGreaterThanOrEqual(from + killAfter);
  }
  const sequences = acked.map(([sequence]) => sequence);
  expect(new Set(sequences).size).toBe(sequences.length);
  const store = await openFileStore<Entry>({
    disk: fileDisk(path),
    boot: 'same',
    after: () => () => {},
    onError: () => {},
  });
  const b = broker({ store, limits: { historySize: 100_000 } });
  cleanUps.unshift(() => b.chat.close());
  const kept = new Map(
    ok(b.program('ada').session.history('r')).messages.map(({ sequence, content }) => [sequence, content]),
  );
  for (const [sequence, content] of acked) expect(kept.get(sequence)).toBe(content);
});
