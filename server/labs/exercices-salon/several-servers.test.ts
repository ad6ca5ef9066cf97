// A class over two servers and a Redis, each in a process of its own: what a program does at the one that does not lead is played,
// judged and told like any other's, and a run whose server is killed is over without leaving its program hanging.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatPath } from '#contract/chat-plain.ts';
import type { Ack } from '#contract/errors.ts';
import type { ExercicesCommand, ExercicesEvent } from '#contract/exercices-salon.ts';
import type { Frame, JoinReply } from '#contract/journal.ts';
import { judge } from '#labs/exercices-salon/judge/index.ts';
import { type ExercicesState, exercicesLab } from '#labs/exercices-salon/lab.ts';
import { foldRecord } from '#labs/lab.ts';
import { createLink } from '#server/cluster/link.ts';
import { type ServerProcess, startServer } from '#server/cluster/testing/processes.ts';
import { type RealRedis, redisProgram, startRealRedis } from '#server/cluster/testing/real-redis.ts';
import { createIdentity } from '#server/http/index.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { until } from '#server/realtime/fixtures.ts';
import { openProgram } from '#server/realtime/plain/fixtures.ts';

const lab = exercicesLab.name;

/** A page of this cookie's person: their journal of the lab, folded, and its commands. */
async function openPage(url: string, cookie: string) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
  const page = {
    state: exercicesLab.initial() as ExercicesState,
    async command(command: ExercicesCommand): Promise<unknown> {
      const id = randomBytes(9).toString('hex');
      const ack: Ack<unknown> = await socket.emitWithAck('lab:command', { lab, id, command });
      if (!ack.ok) throw new Error(ack.error.message);
      return ack.result;
    },
    /** The room of this exercise. */
    open: async (): Promise<string> =>
      ((await page.command({ type: 'open', exercise: 'accuses' })) as { room: string }).room,
    async enter(room: string): Promise<void> {
      const ack: Ack<unknown> = await socket.emitWithAck('chat:subscribe', { room });
      if (!ack.ok) throw new Error(ack.error.message);
    },
    close: () => void socket.disconnect(),
  };
  socket.on('f', (frames: Frame[]) => {
    for (const frame of frames)
      if (frame.kind === 'events' && frame.lab === lab)
        for (const record of frame.records)
          page.state = foldRecord(exercicesLab, page.state, record as typeof record & { event: ExercicesEvent });
  });
  const joined: Ack<JoinReply> = await socket.emitWithAck('lab:join', { lab });
  if (!joined.ok || joined.result.recovered) throw new Error('no snapshot');
  page.state = joined.result.snapshot as ExercicesState;
  return page;
}
type Page = Awaited<ReturnType<typeof openPage>>;

describe.skipIf(redisProgram === null)('exercises on several servers', () => {
  let redis: RealRedis;
  let leader: ServerProcess;
  let other: ServerProcess;
  let cookie: string;
  let page: Page;
  const programs: ChildProcess[] = [];
  const doorOf = ({ url }: ServerProcess): string => `${url.replace('http', 'ws')}${chatPath}`;
  /** Runs the library's right program there, as a student runs theirs. */
  const runProgram = (server: ServerProcess, room: string, name: string): void => {
    const file = join(import.meta.dirname, 'programs', 'accuses.mjs');
    programs.push(spawn(process.execPath, [file, doorOf(server), room, name], { stdio: 'ignore' }));
  };
  const run = () => page.state.runs.accuses;
  const hasEnded = (): boolean => run()?.events.at(-1)?.type === 'ended';
  const leads = async (server: ServerProcess): Promise<boolean> => (await server.readyz()).includes('role leader');
  async function becomesLeader(server: ServerProcess): Promise<void> {
    const end = performance.now() + 12_000;
    while (!(await leads(server))) {
      if (performance.now() > end) throw new Error('never leads');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  function expectPassed(program: string): void {
    const { checks, mistakes, ended } = judge('accuses', run()?.events ?? []);
    expect(run()?.program).toBe(program);
    expect(mistakes).toEqual([]);
    expect(checks.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(ended).toBe('played');
  }

  beforeAll(async () => {
    redis = await startRealRedis();
    const secret = randomBytes(32);
    const link = createLink({ url: redis.url, name: 'test', clock: systemClock });
    await link.open();
    await link.set('relais:0:secret', secret.toString('hex'));
    link.close();
    const identity = createIdentity(secret);
    const [anonymous = ''] = (identity.identify({ headers: {} }).setCookie ?? '').split(';');
    cookie = identity.named({ headers: { cookie: anonymous } }, 'Ada')?.setCookie.split(';')[0] ?? '';
    [leader, other] = await Promise.all([startServer({ REDIS_URL: redis.url }), startServer({ REDIS_URL: redis.url })]);
    if (!(await leads(leader))) [leader, other] = [other, leader];
    await becomesLeader(leader);
    page = await openPage(other.url, cookie);
  });
  afterAll(async () => {
    page.close();
    for (const program of programs) program.kill('SIGKILL');
    await Promise.all([leader, other].map((server) => server.end('SIGKILL')));
    await redis.stop();
  });

  it('judge a program that came by the server that does not lead: it is cut, comes back, passes', async () => {
    runProgram(other, await page.open(), 'ada-mjs');
    await until(hasEnded);
    expect(run()?.events.filter(({ type }) => type === 'cut')).toHaveLength(2);
    expectPassed('ada-mjs');
  });

  it('see the clients of an experiment at both servers, and tell pages from programs', async () => {
    await page.command({ type: 'watch' });
    await page.enter('general');
    const [mine, theirs] = [await openProgram(doorOf(other)), await openProgram(doorOf(leader))];
    await mine.subscribe('general', 'ada-2');
    await theirs.subscribe('general', 'carole');
    mine.publish('general', 'ada-2', 'bonjour');
    await until(() => page.state.seen.marks.reached);
    expect(page.state.seen.marks.three).toMatchObject({ names: ['Ada', 'ada-2', 'carole'] });
    expect(page.state.seen.marks.reached).toMatchObject({ names: expect.arrayContaining(['Ada', 'ada-2', 'carole']) });
    expect(page.state.seen.clients.map(({ name, mine, page }) => [name, mine, page])).toEqual([
      ['Ada', true, true],
      ['ada-2', true, false],
      ['carole', false, false],
    ]);
    mine.cut();
    theirs.cut();
    await until(() => page.state.seen.clients.length === 1);
  });

  it('end with the server that plays them: the program is told to come back, and its next run passes', async () => {
    const room = await page.open();
    const program = await openProgram(doorOf(other));
    program.send({ type: 'subscribe', room, userId: 'ada-py', acks: true });
    await until(() => program.all('message').length === 1);
    await leader.end('SIGKILL');
    expect((await program.closed).code).toBe(1_012);
    // Its page stays where it is, and asks for nothing.
    runProgram(other, room, 'ada-py');
    await until(() => run()?.run === 3 && hasEnded());
    expectPassed('ada-py');
    expect(page.state.seen.marks.reached).toBeDefined();
  });
});

it.runIf(redisProgram === null)('SKIPPED: exercises on several servers, redis-server is not installed', () => {});
