// The two cards drawn from a real fold and a real judge, read as a student reads them.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CorrectionEvent, TdDeed } from '#contract/correction.ts';
import { judge } from '#labs/correction/judge.ts';
import { correctionLab } from '#labs/correction/lab.ts';
import { CorrectionView } from './correction.tsx';

afterEach(cleanup);

const topic = 'lea.commandes_machines_td';
const began = (source: 'embedded' | 'cluster' = 'embedded'): CorrectionEvent => ({
  type: 'watch.began',
  workspace: 'lea',
  topic,
  address: 'localhost:9092',
  workMs: 1_000,
  since: 0,
  source,
  server: 'e',
});
const shown = (text: string) => ({ text, encoding: 'utf8' as const, size: text.length });

/** Three steps of a lot, one after the other; without a key when `key` is null. */
const steps = (key: string | null): CorrectionEvent[] =>
  [1, 2, 3].map((etape): CorrectionEvent => {
    const value = shown(JSON.stringify({ lot: 'LOT_42', etape, machine: `M${etape}`, instruction: 'x' }));
    const record = { offset: 28 + etape, timestamp: 0, key: key === null ? null : shown(key), value, headers: [] };
    const deed: TdDeed = {
      kind: 'produced',
      id: etape,
      at: etape,
      connection: 1,
      openedAt: 0,
      address: '127.0.0.1:5000',
      clientId: 'moi',
      software: null,
      topic,
      answeredAt: etape,
      acks: -1,
      inFlight: null,
      batches: [
        {
          partition: 1,
          baseOffset: 28 + etape,
          count: 1,
          producerId: 4007,
          baseSequence: etape - 1,
          error: 0,
          records: [record],
        },
      ],
    };
    return { type: 'seen', deed };
  });

function draw(events: CorrectionEvent[], change: object = {}) {
  const state = events.reduce((before, event) => correctionLab.fold(before, event, 0), correctionLab.initial());
  const given = { restart: vi.fn(), setWork: vi.fn() };
  const correction = {
    state,
    checklist: judge(state),
    workspace: 'lea',
    prefix: 'lea.',
    connected: true,
    problem: null,
  };
  render(<CorrectionView correction={{ ...correction, ...given, ...change }} name="Léa" />);
  return given;
}
const card = (name: string) => screen.getByRole('region', { name });

describe('the correction in the page', () => {
  it('waits for a program with the settings to copy, and ticks nothing', () => {
    draw([began()]);
    expect(screen.getByText('J’attends votre programme…')).toBeTruthy();
    expect(screen.getByText(/TOPIC = "lea.commandes_machines_td"/).textContent).toContain('GROUPE = "lea.atelier"');
    for (const name of ['Votre producteur', 'Votre consommateur']) {
      expect(within(card(name)).queryAllByText(/^réussi/)).toEqual([]);
      expect(within(card(name)).getAllByRole('listitem')).toHaveLength(7);
    }
  });

  it('ticks what was seen, with its evidence', () => {
    draw([began(), ...steps('LOT_42')]);
    const producer = within(card('Votre producteur'));
    expect(producer.getByText('réussi', { exact: true })).toBeTruthy();
    expect(producer.getByText('producteur 4007, séquences 0, 1, 2')).toBeTruthy();
    expect(producer.getByText('3 messages, clé LOT_42, partition 1')).toBeTruthy();
    expect(screen.queryByText('J’attends votre programme…')).toBeNull();
  });

  it('names a mistake, says what to do, and where to read again', () => {
    draw([began(), ...steps(null)]);
    const line = screen.getByText('Message sans clé').closest('li');
    expect(line?.dataset).toMatchObject({ regle: 'cle', erreur: 'sans-cle', verdict: 'pas-encore' });
    expect(line?.textContent).toContain('à corriger');
    expect(
      within(line as HTMLElement)
        .getByRole('link', { hidden: true })
        .getAttribute('href'),
    ).toBe('/lecons/kafka/la-cle-choisit-la-partition');
    // The lot is named in the value: its order can still be told.
    expect(screen.getByText('étapes 1, 2, 3 dans l’ordre').closest('li')?.dataset.verdict).toBe('reussi');
  });

  it('says what a real Kafka does not show, and that the server is gone', () => {
    draw([began('cluster')], { connected: false });
    expect(screen.getByText(/Ce serveur observe un vrai Kafka/)).toBeTruthy();
    expect(screen.getByText('Le serveur ne répond plus. Voici ce qu’il avait vu.')).toBeTruthy();
  });

  it('begins again, and takes how long a work lasts', () => {
    const { restart, setWork } = draw([began()]);
    fireEvent.click(screen.getByRole('button', { name: 'Recommencer la correction' }));
    fireEvent.change(screen.getByRole('combobox'), { target: { value: '2000' } });
    expect([restart.mock.calls.length, setWork.mock.calls]).toEqual([1, [[2_000]]]);
  });

  it('shows why nothing is watched', () => {
    draw([], { problem: 'Ce bac à sable n’est pas le vôtre.' });
    expect(screen.getByRole('alert').textContent).toBe('Ce bac à sable n’est pas le vôtre.');
  });
});
