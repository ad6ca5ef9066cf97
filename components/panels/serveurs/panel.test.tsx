// The card of the experiment and the panel's own drawings, fed with what a server tells.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ClientName, clientNames, type Mode, type ServeursEvent } from '#contract/serveurs.ts';
import { type ServeursState, serveursLab } from '#labs/serveurs/lab.ts';
import { Drawing } from './drawing.tsx';
import { OneRoomCard } from './experiment.tsx';
import { StartForm } from './start-form.tsx';
import { TableView } from './table-view.tsx';
import { standing } from './words.ts';

let live: ServeursState = serveursLab.initial();
vi.mock('../../realtime/use-lab.ts', () => ({ useLab: () => ({ live }) }));

const folded = (...events: ServeursEvent[]): ServeursState =>
  events.reduce((state, event) => serveursLab.fold(state, event, 0), serveursLab.initial());
const homes = { Alice: 'A', Bob: 'A', Chloé: 'B', David: 'B' } as const;
const opened = (mode: Mode): ServeursEvent[] => [
  { type: 'started', mode },
  { type: 'up', server: 'A', pid: 10, port: 4_001 },
  { type: 'up', server: 'B', pid: 11, port: 4_002 },
  ...clientNames.map(
    (client): ServeursEvent => ({ type: 'joined', client, server: homes[client], recovered: null, sequence: 0 }),
  ),
];
const said: ServeursEvent = { type: 'said', message: 1, client: 'Alice', server: 'A' };
const stored: ServeursEvent = { type: 'stored', message: 1, server: 'A', sequence: 1 };
const given = (...to: ClientName[]): ServeursEvent[] =>
  to.map((client) => ({ type: 'received', client, message: 1, sequence: 1, late: false }));
const lacking: ServeursEvent = { type: 'lacking', client: 'Chloé', message: 1, server: 'B' };
const alone = folded(...opened('alone'), said, stored, ...given('Alice', 'Bob'), lacking);
const noActions = { ofServer: () => null, ofClient: () => null };
const fatesOf = (name: string) =>
  [...screen.getByRole('article', { name: `Client ${name}` }).querySelectorAll('[data-sort]')].map((each) =>
    each.getAttribute('data-sort'),
  );

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe('the panel of several servers', () => {
  it('draws what each client was given, what it misses, what comes twice, and what nobody has answered', () => {
    const { rerender } = render(<Drawing state={alone} actions={noActions} />);
    expect(['Alice', 'Chloé', 'David'].map(fatesOf)).toEqual([['received'], ['missed'], ['awaited']]);
    expect(standing(alone)).toBe(
      'Message 1, d’Alice\u00a0: reçu par Alice et Bob\u00a0; manqué par Chloé\u00a0; pas encore reçu par David.',
    );
    rerender(<Drawing state={folded(...opened('alone'), said, stored, ...given('Bob', 'Bob'))} actions={noActions} />);
    expect(fatesOf('Bob')).toEqual(['received', 'doubled']);
    expect(screen.getByRole('article', { name: 'Client Bob' }).textContent).toContain('1\u00a0reçu, dont 1 en double');
    rerender(<Drawing state={folded(...opened('alone'), said)} actions={noActions} />);
    expect(document.querySelector('[data-sans-reponse]')?.textContent).toBe('message 1 écrit, sans réponse encore');
  });

  it('says who is dead, who leads and who waits; the table says the same', () => {
    const state = folded(
      ...opened('redis'),
      { type: 'role', server: 'B', role: 'follows' },
      { type: 'left', client: 'Alice', server: 'A', why: 'lost' },
      { type: 'down', server: 'A', why: 'killed' },
    );
    expect(standing(state)).toBe('Le serveur A est mort. Alice attend un serveur.');
    render(<TableView state={state} />);
    expect(screen.getByRole('row', { name: /^A arrêté par kill -9/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^B vivant suit 11/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^Alice A \(attend\)/ })).toBeTruthy();
  });

  it('says of a demonstration that is over what there was: nobody waits, no server has never started', () => {
    const state = folded(
      ...opened('redis'),
      { type: 'down', server: 'A', why: 'killed' },
      { type: 'left', client: 'Alice', server: 'A', why: 'lost' },
      { type: 'ended', why: 'asked', keys: 5 },
    );
    render(<TableView state={state} />);
    expect(screen.getByRole('row', { name: /^A arrêté par kill -9/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^B arrêté —/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^Alice A \(parti\)/ })).toBeTruthy();
    expect(document.body.textContent).toContain('il y avait une seule salle, par Redis');
  });

  it('ticks the card by what was told', () => {
    live = alone;
    render(<OneRoomCard />);
    const ticked = [...document.querySelectorAll('[data-fait]')].map((each) => each.getAttribute('data-fait'));
    expect(ticked).toEqual(['true', 'false', 'false']);
    expect(document.body.textContent).toContain('le message 1 n’est pas au serveur B, chez Chloé');
  });

  it('proposes to start without Redis first, and with it once one has seen that', () => {
    const button = (how: string) => screen.getByRole('button', { name: `Démarrer ${how}` }).className;
    const start = (played: Mode | null) => (
      <StartForm redis played={played} blocked={null} onStart={() => {}} onStop={null} />
    );
    const { rerender } = render(start(null));
    const [first, second] = [button('sans Redis'), button('avec Redis')];
    rerender(start('alone'));
    expect([button('sans Redis'), button('avec Redis')]).toEqual([second, first]);
  });

  it('says what is missing where there is no Redis, and leaves the rest to be started', () => {
    render(<StartForm redis={false} played={null} blocked={null} onStart={() => {}} onStop={null} />);
    expect(screen.getByRole('button', { name: 'Démarrer sans Redis' }).hasAttribute('disabled')).toBe(false);
    expect(screen.getByRole('button', { name: 'Démarrer avec Redis' }).hasAttribute('disabled')).toBe(true);
    expect(document.body.textContent).toContain('docker compose --profile brokers up -d redis');
  });
});
