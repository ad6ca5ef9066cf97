// `node --import tsx server/broker/testing/contract-cli.ts`: the contract suite in a terminal.
//   (nothing)            against an embedded broker of its own; compares with CLIENTS.md
//   --write              the same, and writes CLIENTS.md
//   --brokers host:port  against another broker; compares with CLIENTS.md

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../index.ts';
import { type Outcome, runContract } from './contract.ts';
import { completed, contradictions, matrixOf, parseMatrix, renderMatrix } from './matrix.ts';

const file = join(import.meta.dirname, '..', 'CLIENTS.md');
const { values } = parseArgs({ options: { brokers: { type: 'string' }, write: { type: 'boolean', default: false } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function embedded(): Promise<Outcome> {
  const broker = await startBroker({ port: 0, advertisedHost: '127.0.0.1' });
  try {
    return await runContract({ brokers: `127.0.0.1:${broker.address.port}`, say: print });
  } finally {
    await broker.close();
  }
}

const from = Date.now();
const outcome = values.brokers ? await runContract({ brokers: values.brokers, say: print }) : await embedded();
const ran = matrixOf(outcome);
const committed = parseMatrix(existsSync(file) ? readFileSync(file, 'utf8') : '');
const kinds = [...ran.cells.values(), ...ran.cross.values()]
  .flatMap((row) => [...row.values()])
  .map(({ kind }) => kind);
const count = (kind: string): number => kinds.filter((one) => one === kind).length;
for (const [id, reason] of outcome.absent) print(`not run: ${id}: ${reason}`);
print(`${values.brokers ?? 'embedded'}: ${[...outcome.versions.values()].join(', ')}`);
print(
  `${count('pass')} cells pass, ${count('fail')} fail, ${count('cannot')} beyond the client, ` +
    `${count('absent')} not on this machine; ${((Date.now() - from) / 1000).toFixed(0)} s`,
);
if (values.write) writeFileSync(file, renderMatrix(completed(ran, committed), [...outcome.versions.values()].sort()));
const differences = values.write ? [] : contradictions(ran, committed);
for (const line of differences) print(`differs from CLIENTS.md: ${line}`);
process.exitCode = count('fail') === 0 && differences.length === 0 ? 0 : 1;
