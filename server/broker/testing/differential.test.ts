// Holds this broker's answers against those that Apache Kafka gave (reference.jsonl, recorded by `npm run test:kafka`), so
// that a difference nobody has judged is seen without Java.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testBroker } from '../testing.ts';
import { answersOf, differences, probes, readReference } from './differential.ts';
import { judged, judgedTable } from './judged.ts';

const reference = readReference();

it(`answers as Apache Kafka ${reference.apache} does, but for the differences that were judged`, async () => {
  const broker = await testBroker();
  const found = differences(await answersOf(broker.bootstrap), reference.answers);
  const known = judged.map(({ probe }) => probe);
  expect(found.filter(({ probe }) => !known.includes(probe))).toEqual([]);
  expect(found.map(({ probe }) => probe)).toEqual(known);
});

it('every probe has an answer of Apache Kafka', () => {
  expect(Object.keys(reference.answers)).toEqual(probes.map(({ name }) => name));
});

it('LIMITS.md has every judgement', () => {
  const limits = readFileSync(join(import.meta.dirname, '..', 'LIMITS.md'), 'utf8');
  expect(limits).toContain(judgedTable());
});
