import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { viewOf } from './batch-header.ts';
import type { LogFs } from './fs.ts';
import { createMemoryFs } from './memory-fs.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, summed, topicConfig, values } from './test-batches.ts';
import { createTestDisk } from './test-fs.ts';
import { readAll } from './test-read.ts';
import type { TopicConfig } from './types.ts';

const epoch = { leaderEpoch: 0 };

describe.each(['memory', 'file'] as const)('a partition in %s', (kind) => {
  const clock = manualClock(10_000);
  const newDisk = (): LogFs => (kind === 'memory' ? createMemoryFs() : createTestDisk());
  const open = (fs: LogFs, config: Partial<TopicConfig> = {}) =>
    openPartitionLog({
      fs,
      dir: 'p',
      topic: 't',
      partition: 0,
      durability: 'interval',
      clock,
      notice: () => undefined,
      config: topicConfig(config),
    });

  const stamped = (...timestamps: number[]) =>
    batchOf({ records: timestamps.map((timestamp) => ({ value: `t${timestamp}`, timestamp })) });

  describe('asked for an offset by time', () => {
    async function withTimes(...batches: number[][]): Promise<StoredLog> {
      const log = await open(newDisk(), { 'segment.bytes': 300 });
      for (const timestamps of batches) await log.append(stamped(...timestamps), epoch);
      return log;
    }

    it('answers the first record at or after it, inside a batch too', async () => {
      const log = await withTimes([100, 110, 120], [200], [300, 310], [400], [500]);
      expect(await log.offsetForTimestamp(0)).toEqual({ offset: 0, timestamp: 100 });
      expect(await log.offsetForTimestamp(105)).toEqual({ offset: 1, timestamp: 110 });
      expect(await log.offsetForTimestamp(301)).toEqual({ offset: 5, timestamp: 310 });
      expect(await log.offsetForTimestamp(500)).toEqual({ offset: 7, timestamp: 500 });
      expect(await log.offsetForTimestamp(501)).toBeNull();
    });

    it('answers by offset order when client clocks go back and forth', async () => {
      const log = await withTimes([100], [900, 50], [200], [300], [250], [950], [400]);
      expect(await log.offsetForTimestamp(150)).toEqual({ offset: 1, timestamp: 900 });
      expect(await log.offsetForTimestamp(901)).toEqual({ offset: 6, timestamp: 950 });
      expect(await log.offsetOfMaxTimestamp()).toEqual({ offset: 6, timestamp: 950 });
    });

    it('looks only at what is still in the log', async () => {
      const log = await withTimes([900, 100, 200], [150], [160], [170], [180]);
      expect(await log.offsetOfMaxTimestamp()).toEqual({ offset: 0, timestamp: 900 });
      await log.deleteBefore(1);
      expect(await log.offsetForTimestamp(160)).toEqual({ offset: 2, timestamp: 200 });
      expect(await log.offsetOfMaxTimestamp()).toEqual({ offset: 2, timestamp: 200 });
      await log.deleteBefore(3);
      expect(await log.offsetOfMaxTimestamp()).toEqual({ offset: 6, timestamp: 180 });
    });

    it('looks inside compressed batches, and takes those it cannot inflate as a whole', async () => {
      const log = await open(newDisk());
      const records = [100, 200, 300].map((timestamp) => ({ value: 'v', timestamp }));
      await log.append(encodeBatch(records, { compression: 'gzip' }), epoch);
      const broken = stamped(400, 500);
      viewOf(broken).setInt16(21, 1);
      await log.append(summed(broken), epoch);
      expect(await log.offsetForTimestamp(150)).toEqual({ offset: 1, timestamp: 200 });
      expect(await log.offsetForTimestamp(450)).toEqual({ offset: 3, timestamp: 500 });
    });

    it('has no answer for an empty log', async () => {
      const log = await open(newDisk());
      expect(await log.offsetForTimestamp(0)).toBeNull();
      expect(await log.offsetOfMaxTimestamp()).toBeNull();
    });

    it('finds the one late record among thousands', async () => {
      const log = await open(newDisk(), { 'segment.bytes': 40_000 });
      for (let at = 0; at < 2000; at++) await log.append(stamped(at === 1234 ? 9_999 : at), epoch);
      expect(await log.offsetForTimestamp(5_000)).toEqual({ offset: 1234, timestamp: 9_999 });
      expect(await log.offsetForTimestamp(777)).toEqual({ offset: 777, timestamp: 777 });
    });
  });

  describe('told to forget', () => {
    async function filled(config: Partial<TopicConfig> = {}, fs = newDisk()): Promise<StoredLog> {
      const log = await open(fs, { 'segment.bytes': 300, ...config });
      for (let at = 0; at < 20; at++) await log.append(stamped(at * 10), epoch);
      return log;
    }

    it('deletes before an offset, drops whole segments, and remembers it after a restart', async () => {
      const fs = newDisk();
      const log = await filled({}, fs);
      const { sizeBytes } = log;
      await log.deleteBefore(11);
      expect(log.logStart).toBe(11);
      expect(log.sizeBytes).toBeLessThan(sizeBytes);
      expect((await readAll(log))[0]).toEqual({ offset: 11, value: 't110' });
      expect((await log.read(10, 1000, log.end)).bytes).toBe(0);
      await log.deleteBefore(5);
      expect(log.logStart).toBe(11);
      await log.close();
      const again = await open(fs);
      expect([again.logStart, again.end]).toEqual([11, 20]);
    });

    it('keeps counting offsets after everything is deleted, also after a restart', async () => {
      const fs = newDisk();
      const log = await filled({}, fs);
      await log.deleteBefore(1_000);
      expect([log.logStart, log.end, log.sizeBytes]).toEqual([20, 20, 0]);
      await log.close();
      const again = await open(fs);
      expect([again.logStart, again.end]).toEqual([20, 20]);
      expect(await again.append(values('next'), epoch)).toMatchObject({ ok: true, baseOffset: 20, logStart: 20 });
    });

    it('drops segments whose newest record is older than retention.ms, the one being written included', async () => {
      const log = await filled({ 'retention.ms': 100 });
      expect(await log.enforceRetention(200)).toBe(true);
      expect(log.logStart).toBeGreaterThan(4);
      expect(log.logStart).toBeLessThan(11);
      expect(await log.enforceRetention(200)).toBe(false);
      expect(await log.enforceRetention(100_000)).toBe(true);
      expect([log.logStart, log.end]).toEqual([20, 20]);
    });

    it('keeps at least retention.bytes, and everything under -1', async () => {
      const log = await filled({ 'retention.bytes': 600 });
      expect(await log.enforceRetention(0)).toBe(true);
      expect(log.sizeBytes).toBeGreaterThanOrEqual(600);
      expect(log.sizeBytes).toBeLessThan(1000);
      log.configure(topicConfig());
      expect(await log.enforceRetention(Number.MAX_SAFE_INTEGER)).toBe(false);
    });

    it('serves readers and writers that are under way meanwhile', async () => {
      const log = await filled();
      const work = Array.from({ length: 10 }, (_, at) => [
        log.append(values(`n${at}`), epoch),
        log.read(at * 2, 500, log.end),
        log.deleteBefore(at * 2),
      ]);
      await Promise.all(work.flat());
      expect([log.logStart, log.end]).toEqual([18, 30]);
      expect(await readAll(log)).toHaveLength(12);
    });
  });
});
