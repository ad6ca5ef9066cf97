// `node --import tsx server/broker/testing/differential-cli.ts --brokers host:port [--apache 4.1.0]`: asks every probe of an
// embedded broker and of another one. With --apache, the other one's answers are kept in reference.jsonl, and the table of
// judged differences is written into LIMITS.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../index.ts';
import { answersOf, differences, probes, writeReference } from './differential.ts';
import { judged, judgedTable } from './judged.ts';

const { values } = parseArgs({ options: { brokers: { type: 'string', default: '' }, apache: { type: 'string' } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const short = (answer: unknown): string => JSON.stringify(answer ?? null).slice(0, 300);

const broker = await startBroker({ port: 0, advertisedHost: '127.0.0.1' });
const ours = await answersOf(`127.0.0.1:${broker.address.port}`);
await broker.close();
const theirs = await answersOf(values.brokers);
const found = differences(ours, theirs);
const known = new Map(judged.map((one) => [one.probe, one]));
for (const { probe, ours: here, theirs: there } of found) {
  const judgement = known.get(probe);
  known.delete(probe);
  print(`${judgement ? judgement.verdict : 'NEW'}: ${probe}`);
  if (!judgement) print(`  here   ${short(here)}\n  there  ${short(there)}`);
}
for (const probe of known.keys()) print(`NO LONGER: ${probe}`);
const fresh = found.filter(({ probe }) => !judged.some((one) => one.probe === probe)).length;
print(
  `${probes.length} probes, ${probes.length - found.length} answered alike, ${found.length} differ, ${fresh} not judged`,
);

if (values.apache !== undefined) {
  writeReference({ apache: values.apache, answers: theirs });
  const file = join(import.meta.dirname, '..', 'LIMITS.md');
  const [begin, end] = ['<!-- judged -->', '<!-- /judged -->'];
  const [before = '', after = ''] = readFileSync(file, 'utf8').split(new RegExp(`${begin}[^]*${end}`));
  writeFileSync(file, `${before}${begin}\n${judgedTable()}\n${end}${after}`);
}
process.exitCode = fresh === 0 && known.size === 0 ? 0 : 1;
