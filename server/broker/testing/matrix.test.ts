// The contract suite against the embedded broker, with every client found on this machine, held against CLIENTS.md.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBroker } from '../index.ts';
import { type ClientId, clientIds, clients } from './clients.ts';
import { type Outcome, runContract } from './contract.ts';
import { contradictions, matrixOf, parseMatrix, renderMatrix } from './matrix.ts';
import { cellNames } from './operations.ts';

const committed = readFileSync(join(import.meta.dirname, '..', 'CLIENTS.md'), 'utf8');
let outcome: Outcome;
const errors: string[] = [];

beforeAll(async () => {
  const broker = await startBroker({ port: 0, advertisedHost: '127.0.0.1' });
  broker.subscribe((events) => {
    for (const event of events) if (event.type === 'notice' && event.level === 'error') errors.push(event.message);
  });
  try {
    outcome = await runContract({ brokers: `127.0.0.1:${broker.address.port}` });
  } finally {
    await broker.close();
  }
  for (const [id, reason] of outcome.absent) process.stderr.write(`\nATTENTION: client ${id} was not run: ${reason}\n`);
}, 120_000);

describe.each(clients)('$title', ({ id, cannot }) => {
  it.for(cellNames.filter((name) => !cannot[name]))('%s', (name, { skip }) => {
    skip(outcome.absent.has(id), outcome.absent.get(id));
    const cell = outcome.cells.get(id)?.get(name);
    skip(cell?.kind === 'absent', cell?.kind === 'absent' ? cell.reason : '');
    expect(cell).toEqual({ kind: 'pass' });
  });

  it.for<ClientId>([...clientIds])('is read by %s', (reader, { skip }) => {
    const missing = outcome.absent.get(id) ?? outcome.absent.get(reader);
    skip(missing !== undefined, missing);
    expect(outcome.cross.get(id)?.get(reader)).toMatchObject({ kind: 'pass' });
  });
});

it('no client made the broker stumble', () => {
  expect(errors).toEqual([]);
});

it('CLIENTS.md says what ran; `npm run test:kafka` writes it anew', () => {
  expect(contradictions(matrixOf(outcome), parseMatrix(committed))).toEqual([]);
});

it('CLIENTS.md is what its own cells draw', () => {
  const [, versions = ''] = /^Last made with (.*)\.$/m.exec(committed) ?? [];
  expect(renderMatrix(parseMatrix(committed), [versions])).toBe(committed);
});
