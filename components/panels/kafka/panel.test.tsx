// The panel drawn from a real fold, used as a student uses it: by names, with the keyboard, in French.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { appended, client, group, left, member, play, predicted, record, settle } from '#labs/kafka/testing/events.ts';
import type { LabHandle } from '../../realtime/use-lab.ts';
import { forgetEverything } from '../../shell/progress-store.ts';
import { ExperimentView } from './experiments/journal-experiment.tsx';
import { words as repartition } from './experiments/repartition.tsx';
import { draftOf } from './inspector.tsx';
import { KafkaView } from './panel.tsx';

const t = 'demo-topic';
const g = 'demo-group';
const described: KafkaEvent = {
  type: 'cluster.described',
  source: 'embedded',
  address: 'localhost:9092',
  capabilities: { clients: true, readings: true, frames: true, faults: true, deeds: true },
};
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const pageConsumer = (consumer: string, owner = 'moi'): KafkaEvent => ({
  type: 'consumer.changed',
  consumer: {
    consumer,
    owner,
    group: g,
    topic: t,
    clientId: `page-${consumer}`,
    fromBeginning: true,
    autoCommit: true,
    delayMs: 0,
    state: 'running',
  },
});

const who = { me: 'moi', nameOf: (id: string | null) => (id === 'ada-id' ? 'Ada' : null), projected: false };

type Answer = (command: unknown) => Ack<unknown>;

function labOf(state: KafkaState, answer: Answer = () => ({ ok: true, result: null }), change: object = {}) {
  const send = vi.fn(async (command: unknown) => answer(command));
  const idle = () => undefined;
  const lab = {
    link: { status: 'live', since: 0 },
    ready: true,
    state,
    live: state,
    offset: 5,
    head: 5,
    first: 0,
    at: state.at,
    view: { mode: 'live' },
    volatile: new Map(),
    marks: [],
    send,
    pause: idle,
    goLive: idle,
    scrubTo: idle,
    step: idle,
    stepMark: idle,
    ...change,
  } as unknown as LabHandle<KafkaState>;
  return { lab, send };
}

const draw = (state: KafkaState, answer?: Answer, change?: object) => {
  const { lab, send } = labOf(state, answer, change);
  render(<KafkaView lab={lab} who={who} />);
  return send;
};

afterEach(cleanup);
// A card also shows what this browser once saw done.
afterEach(() => act(forgetEverything));

const running = [
  described,
  topic,
  {
    type: 'client.appeared',
    client: client('p', { clientId: 'producteur.py', library: 'kafka-python', libraryVersion: '2.3' }),
  },
  appended(t, 2, 0, ['capteur-7', 'capteur-7'], 'p'),
  appended(t, 0, 0, ['capteur-1', null], 'p'),
] satisfies KafkaEvent[];

describe('the panel before anything happened', () => {
  it('says what to do next, with the command ready to copy', () => {
    draw(play([described]));
    expect(screen.getByText('python producteur.py')).toBeTruthy();
    expect(screen.getByText(/kcat -P -b localhost:9092 -t demo-topic/)).toBeTruthy();
    expect(screen.queryByText(/TOPIC = /)).toBeNull();
    expect(screen.getAllByRole('button', { name: 'Copier' }).length).toBe(2);
  });

  it('says what to change in the course’s program for another topic', () => {
    draw(play([described, { ...topic, topic: 'mesures' } as KafkaEvent]));
    expect(screen.getByText('TOPIC = "mesures"')).toBeTruthy();
  });

  it('shows empty lanes as soon as the topic is there', () => {
    draw(play([described, topic]));
    expect(screen.getByRole('region', { name: 'Partition 2' })).toBeTruthy();
    expect(screen.getByText(/Aucun groupe ne lit ce topic/)).toBeTruthy();
  });
});

describe('lanes and messages', () => {
  it('opens a record and computes why it lies there', () => {
    draw(play(running));
    fireEvent.click(screen.getByRole('button', { name: 'offset 1, clé capteur-7, partition 2' }));
    const inspector = screen.getByRole('region', { name: 'Message P2, offset 1' });
    expect(within(inspector).getByText('murmur2("capteur-7") mod 3 = 2')).toBeTruthy();
    expect(within(inspector).getByText(/producteur\.py/)).toBeTruthy();
  });

  it('has one tab stop a lane, and arrows between its records', () => {
    draw(play(running));
    const lane = screen.getByRole('region', { name: 'Partition 2' });
    const [first, second] = within(lane).getAllByRole('button');
    expect([first?.tabIndex, second?.tabIndex]).toEqual([-1, 0]);
    second?.focus();
    fireEvent.keyDown(second as HTMLElement, { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(first);
  });

  it('never lets what somebody typed become HTML', () => {
    const evil = '<img src=x onerror=alert(1)>';
    draw(play([...running, appended(t, 1, 0, [evil], 'p')]));
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByText(new RegExp(evil.slice(0, 9))).length).toBeGreaterThan(0);
  });

  it('shows an outside program by its name, and how it left', () => {
    draw(play([...running, { type: 'client.left', id: 'p', cause: 'closed' }]));
    const producers = screen.getByRole('region', { name: 'Producteurs' });
    expect(within(producers).getByText('kafka-python 2.3')).toBeTruthy();
    expect(within(producers).getByText(/a fermé sa connexion/)).toBeTruthy();
  });
});

describe('publishing', () => {
  it('sends what was typed and brings the acknowledgement back', async () => {
    const send = draw(play(running), () => ({ ok: true, result: { partition: 2, offset: 34, ms: 3 } }));
    fireEvent.change(screen.getByRole('textbox', { name: 'clé' }), { target: { value: '' } });
    await act(async () => {
      fireEvent.submit(screen.getByRole('form', { name: `Publier dans ${t}` }));
    });
    expect(send).toHaveBeenCalledWith({
      type: 'publish',
      topic: t,
      key: null,
      value: '{"temperature": 21.4}',
      headers: [],
      acks: -1,
    });
    expect(screen.getByText('confirmé · P2 · offset 34 · 3 ms')).toBeTruthy();
  });

  it('shows a refusal in place', async () => {
    draw(play(running), () => ({
      ok: false,
      error: { code: 'rate-limited', message: 'Trop vite : attendez un peu.' },
    }));
    await act(async () => {
      fireEvent.submit(screen.getByRole('form', { name: `Publier dans ${t}` }));
    });
    expect(screen.getByRole('alert').textContent).toBe('Trop vite : attendez un peu.');
  });

  it('is off while one looks at the past, and says why', () => {
    draw(play(running), undefined, { view: { mode: 'paused', offset: 3, waiting: 2 } });
    const publish = screen.getByRole<HTMLButtonElement>('button', { name: /^Publier/ });
    expect(publish.disabled).toBe(true);
    expect(publish.title).toContain('passé');
  });
});

describe('groups', () => {
  const two = [member('1', t, [0], true), member('m2', t, [1, 2])];
  const shared: KafkaEvent[] = [
    ...running,
    pageConsumer('c-1'),
    ...settle(g, 4, two),
    { type: 'offsets.committed', group: g, memberId: 'm2', offsets: [{ topic: t, partition: 2, offset: 1 }] },
  ];

  it('shows who owns what, and the lag as an equation', () => {
    draw(play(shared));
    const card = screen.getByRole('article', { name: `Groupe ${g}` });
    expect(within(card).getByText('← P1, P2')).toBeTruthy();
    expect(within(card).getByText('P2 : 2 − 1 = 1')).toBeTruthy();
    expect(within(card).getByText('retard 1')).toBeTruthy();
  });

  it('says how long the oldest uncommitted record waits and where the lag goes, in words, drawn and in the table', () => {
    const more = [2, 3, 4].map((offset) => appended(t, 2, offset, ['capteur-7'], 'p'));
    draw(play([...shared, ...more]), undefined, { view: { mode: 'paused', offset: 12, waiting: 0 } });
    const told = /retard total ≥\s4≈\s11\ss↗ augmente/u;
    expect(screen.getByRole('article', { name: `Groupe ${g}` }).textContent).toMatch(told);
    fireEvent.keyDown(document.body, { key: 't' });
    expect(document.body.textContent).toMatch(told);
    expect(screen.getByRole('row', { name: /^P2 5 1 4 ≈\s11\ss non dit$/u })).toBeTruthy();
  });

  it('says why an idle member waits', () => {
    draw(
      play([
        ...running,
        ...settle(g, 5, [...[0, 1, 2].map((each) => member(`m${each}`, t, [each])), member('m9', t, [])]),
      ]),
    );
    expect(screen.getByText('attend : plus de consommateurs que de partitions')).toBeTruthy();
  });

  it('kills a consumer of one’s own, not somebody else’s', async () => {
    const send = draw(play(shared));
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'tuer C1' }));
    });
    expect(send).toHaveBeenCalledWith({ type: 'kill-consumer', consumer: 'c-1' });
    cleanup();
    draw(play([...shared, pageConsumer('c-1', 'ana')]));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'tuer C1' }).disabled).toBe(true);
    expect(screen.getByText(/elle seule peut agir dessus/)).toBeTruthy();
  });

  it('tells why it rebalances and how a member left', () => {
    const [preparing] = settle(g, 5, [two[1] as (typeof two)[number]]);
    const state = play([...shared, left(g, '1', 'silence'), preparing as KafkaEvent]);
    draw(state);
    const card = screen.getByRole('article', { name: `Groupe ${g}` });
    expect(card.dataset.phase).toBe('PreparingRebalance');
    expect(within(card).getByText(/Personne ne lit en attendant/)).toBeTruthy();
    expect(within(card).getByText(/ne donne plus signe de vie/)).toBeTruthy();
  });

  it('says at once that a member was cut, and that its group still waits for it', () => {
    const [, second] = two;
    const cut = [two[0], { ...second, client: 'k-2' }] as typeof two;
    draw(
      play([
        ...running,
        { type: 'client.appeared', client: client('k-2') },
        ...settle(g, 4, cut),
        { type: 'client.left', id: 'k-2', cause: 'closed' },
      ]),
    );
    const row = document.querySelector('[data-membre="C2"]');
    expect(row?.textContent).toContain('connexion coupée');
    expect(row?.textContent).toMatch(/attend encore son délai de session, 10\u00a0s/);
    expect(document.querySelector('[data-membre="C1"]')?.textContent).not.toContain('connexion coupée');
  });

  it('keeps an empty group that committed nothing in sight while its departure is recent', () => {
    const gone: KafkaEvent[] = [
      ...running,
      ...settle('neuf', 1, [member('m1', t, [0, 1, 2])]),
      left('neuf', 'm1'),
      group('neuf', 'Empty', 2, []),
    ];
    draw(play(gone));
    expect(screen.getByRole('article', { name: 'Groupe neuf' }).textContent).toContain('est parti proprement');
    cleanup();
    draw({ ...play(gone), at: (play(gone).at ?? 0) + 120_000 });
    expect(screen.queryByRole('article', { name: 'Groupe neuf' })).toBeNull();
  });

  it('hides a generation that a real cluster does not tell', () => {
    draw(play([...running, ...settle(g, -1, two)]));
    expect(screen.getByRole('article', { name: `Groupe ${g}` }).textContent).not.toContain('gén');
  });

  it('commits by hand, and slows by a chosen delay', async () => {
    const manual = pageConsumer('c-1');
    if (manual.type === 'consumer.changed') manual.consumer.autoCommit = false;
    const send = draw(play([...shared, manual]));
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'valider C1' }));
    });
    expect(send).toHaveBeenCalledWith({ type: 'commit-consumer', consumer: 'c-1' });
    await act(async () => {
      fireEvent.change(screen.getByLabelText('lenteur de C1, par message'), { target: { value: '3000' } });
    });
    expect(send).toHaveBeenCalledWith({ type: 'slow-consumer', consumer: 'c-1', delayMs: 3_000 });
    expect(screen.getByText('earliest · validation manuelle')).toBeTruthy();
  });

  it('tells the cause of a rebalance, how long nobody read, and who owned what', () => {
    const [preparing, stable] = settle(g, 5, [two[1] as (typeof two)[number]]);
    const cause = { kind: 'leave' as const, memberId: '1', clientId: 'page-1' };
    const started = { ...preparing, cause } as KafkaEvent;
    draw(play([...shared, left(g, '1'), started, stable as KafkaEvent]));
    const card = screen.getByRole('article', { name: `Groupe ${g}` });
    const note = within(card).getByText(/dernier rééquilibrage/);
    expect(note.textContent).toMatch(/C1 est parti proprement, pause de 1,00\u00a0s/);
    expect(within(card).getByText('C1 → P0 · C2 → P1, P2')).toBeTruthy();
    expect(within(card).getByText('C2 → P1, P2')).toBeTruthy();
  });

  it('has a text twin with the same facts', () => {
    draw(play(shared));
    fireEvent.keyDown(document.body, { key: 't' });
    const table = screen.getByRole('table', { name: `Retard de ${g} par partition` });
    expect(within(table).getByRole('row', { name: /^P2 2 1 1 ≈.+\sj non dit$/u })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'tuer C1' })).toBeTruthy();
    for (const caption of ['Producteurs', 'Journal', 'Derniers messages', `Partitions de ${t}`]) {
      expect(screen.getByRole('table', { name: caption })).toBeTruthy();
    }
  });
});

describe('the marks of the timeline', () => {
  it('are named in the table too, commits among them, and lead there', () => {
    const scrubTo = vi.fn();
    const marks = [
      { offset: 3, at: 0, label: `rééquilibrage de ${g}`, small: false },
      { offset: 9, at: 0, label: `${g} valide P0 → 4`, small: true },
    ];
    draw(play(running), undefined, { marks, scrubTo });
    fireEvent.keyDown(document.body, { key: 't' });
    const table = screen.getByRole('table', { name: 'Repères de la ligne de temps' });
    expect(within(table).getByText(`${g} valide P0 → 4`)).toBeTruthy();
    fireEvent.click(within(table).getByRole('button', { name: /^Y aller : rééquilibrage/ }));
    expect(scrubTo).toHaveBeenCalledWith(3);
  });
});

describe('many partitions', () => {
  const wide: KafkaEvent[] = [
    described,
    { type: 'topic.created', topic: t, partitions: 24 },
    { ...appended(t, 17, 0, []), count: 100_000, kept: [record(99_999, 'capteur-7')] },
    ...settle(g, 1, [member('m1', t, [17])]),
    { type: 'offsets.committed', group: g, memberId: 'm1', offsets: [{ topic: t, partition: 17, offset: 99_000 }] },
  ];

  it('are a grid, and the lane one looks at', () => {
    draw(play(wide));
    expect(screen.queryByRole('region', { name: 'Partition 17' })).toBeNull();
    const cell = screen.getByRole('button', { name: /^P17/ });
    expect(cell.textContent).toMatch(/fin 100.000.*1.000/);
    fireEvent.click(cell);
    expect(screen.getByRole('region', { name: 'Partition 17' })).toBeTruthy();
    expect(screen.getAllByRole('button', { expanded: true })).toHaveLength(1);
    fireEvent.click(cell);
    expect(screen.queryByRole('region', { name: 'Partition 17' })).toBeNull();
  });
});

describe('looking for something', () => {
  it('finds lines of the journal by kind and by words, accents aside', () => {
    draw(play([...running, ...settle(g, 4, [member('m1', t, [0, 1, 2])])]));
    const journal = screen.getByRole('region', { name: 'Journal des événements' });
    fireEvent.change(within(journal).getByLabelText('Sorte d’événements'), { target: { value: 'groupes' } });
    expect(within(journal).getAllByRole('listitem').length).toBe(2);
    fireEvent.change(within(journal).getByRole('searchbox'), { target: { value: 'GENERATION 4' } });
    expect(within(journal).getAllByRole('listitem').length).toBe(1);
    expect(within(journal).getByRole('status').textContent).toMatch(/1 sur/);
  });

  it('puts a record back into the form, exactly, to be sent again', async () => {
    const send = draw(play([...running, appended(t, 1, 0, [null], 'p')]), () => ({
      ok: true,
      result: { partition: 1, offset: 1, ms: 1 },
    }));
    fireEvent.click(screen.getByRole('button', { name: 'offset 0, sans clé, partition 1' }));
    fireEvent.click(screen.getByRole('button', { name: 'Rejouer' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'clé' }));
    await act(async () => {
      fireEvent.submit(screen.getByRole('form', { name: `Publier dans ${t}` }));
    });
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ type: 'publish', key: null, value: '{"n":0}' }));
  });

  it('refuses to replay what the form would change, and says why', () => {
    const binary = { text: 'AAE=', encoding: 'base64' as const, size: 2 };
    expect(draftOf({ ...record(0, 'k'), value: binary })).toMatchObject({ ok: false });
    expect(draftOf({ ...record(0, 'k'), value: null })).toMatchObject({ ok: true, draft: { value: null } });
    expect(draftOf({ ...record(0, ''), headers: [['h', null]] })).toMatchObject({ ok: false });
  });
});

describe('one key, two libraries', () => {
  it('says before sending where each puts the key, and marks both by what arrived', async () => {
    const kcat = client('kcat', { clientId: 'rdkafka', library: 'librdkafka' });
    const before = [...running, { type: 'client.appeared' as const, client: kcat }];
    const { lab, send } = labOf(play(before));
    const { rerender } = render(<KafkaView lab={lab} who={who} prefix="ada." />);
    expect(screen.getByText(/cette clé ira dans/).textContent).toBe('cette clé ira dans P2 (avec kcat\u00a0: P1)');
    fireEvent.click(screen.getByRole('button', { name: /Où va une clé/ }));
    const card = screen.getByRole('region', { name: 'Même clé, deux bibliothèques' });
    const row = (name: string) => card.querySelector(`[data-calcul="${name}"]`)?.textContent;
    expect([row('murmur2'), row('crc32')]).toEqual([
      expect.stringContaining('P2rien encore'),
      expect.stringContaining('P1rien encore'),
    ]);
    expect(within(card).getByText(/-t ada\.demo-topic -k 'capteur-7'/)).toBeTruthy();
    await act(async () => {
      fireEvent.click(within(card).getByRole('button', { name: /Envoyer d’ici/ }));
    });
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ type: 'publish', key: 'capteur-7' }));
    const after = play([appended(t, 0, 2, ['capteur-7'], 'kcat')], play(before));
    rerender(<KafkaView lab={labOf(after).lab} who={who} prefix="ada." />);
    expect(row('crc32')).toMatch(/P0, offset 2.*pas comme prévu/);
    expect(row('murmur2')).toContain('rien encore');
  });
});

describe('the card of the experiment', () => {
  it('ticks with evidence, takes a prediction, shows the verdict', async () => {
    const share = settle(g, 4, [member('a', t, [0]), member('b', t, [1, 2])]);
    const before = labOf(play([topic, ...share]));
    const { rerender } = render(<ExperimentView words={repartition} lab={before.lab} me="moi" />);
    expect(screen.getByText(/génération 4 : C1 → P0 · C2 → P1, P2/)).toBeTruthy();
    await act(async () => {
      fireEvent.click(screen.getByRole('radio', { name: 'deux partagent une partition' }));
    });
    expect(before.send).toHaveBeenCalledWith({
      type: 'predict',
      experiment: 'repartition',
      step: 'predire',
      choice: 'partage',
    });
    const four = settle(g, 6, [member('a', t, [0]), member('b', t, [1]), member('c', t, [2]), member('d', t, [])]);
    const after = labOf(play([topic, ...share, predicted('partage'), ...four]));
    rerender(<ExperimentView words={repartition} lab={after.lab} me="moi" />);
    expect(screen.getByText(/Pas ce que vous aviez prévu/)).toBeTruthy();
    expect(screen.getByText(/C4 attend/)).toBeTruthy();
  });

  it('starts empty', () => {
    render(<ExperimentView words={repartition} lab={labOf(kafkaLab.initial()).lab} me={null} />);
    expect(screen.getByText(/0 \/ 4/)).toBeTruthy();
  });
});
