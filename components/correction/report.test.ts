// The report: whole, readable without anything else, and harmless whatever programs wrote.
import { describe, expect, it } from 'vitest';
import { judge } from '#labs/correction/judge.ts';
import { correctionLab } from '#labs/correction/lab.ts';
import { report } from './report.ts';

const evil = '<script>alert("1")</script>';

function written(key: string) {
  const began = correctionLab.fold(
    correctionLab.initial(),
    {
      type: 'watch.began',
      workspace: 'lea',
      topic: 'lea.commandes_machines_td',
      address: 'localhost:9092',
      workMs: 1_000,
      since: 0,
      source: 'embedded',
      server: 'epoque-7',
    },
    0,
  );
  const shown = (text: string) => ({ text, encoding: 'utf8' as const, size: text.length });
  const record = { offset: 29, timestamp: 0, key: shown(key), value: shown('pas du json'), headers: [] };
  return correctionLab.fold(
    began,
    {
      type: 'seen',
      deed: {
        kind: 'produced',
        id: 12,
        at: 0,
        connection: 3,
        openedAt: 0,
        address: '127.0.0.1:5000',
        clientId: evil,
        software: null,
        topic: 'lea.commandes_machines_td',
        answeredAt: 1,
        acks: 1,
        inFlight: null,
        batches: [
          { partition: 1, baseOffset: 29, count: 1, producerId: -1, baseSequence: -1, error: 0, records: [record] },
        ],
      },
    },
    0,
  );
}

describe('the report', () => {
  it('tells who, when, what was seen and what is wrong, and needs nothing from outside', () => {
    const state = written('LOT_42');
    const checklist = judge(state);
    if (!checklist) throw new Error('watched');
    const html = report({ state, checklist, name: 'Léa', now: 0 });
    for (const part of [
      'Léa',
      'epoque-7',
      'lea.commandes_machines_td',
      'offset 29',
      'acks 1',
      'n° 12',
      'La valeur n’est pas du JSON',
    ])
      expect(html).toContain(part);
    expect(html).not.toMatch(/<(link|img|script)|https?:|src=/);
  });

  it('escapes everything that programs and people wrote', () => {
    const state = written(evil);
    const checklist = judge(state);
    if (!checklist) throw new Error('watched');
    const html = report({ state, checklist, name: evil, now: 0 });
    expect(html).not.toContain('<script');
    expect(html).toContain('&#60;script&#62;');
  });
});
