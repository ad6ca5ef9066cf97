// The family `lab:*`: join a journal, leave it, send a command to the lab behind it.
import type { Ack } from '#contract/errors.ts';
import {
  type CommandRequest,
  commandRequest,
  type JoinRequest,
  joinRequest,
  type LeaveRequest,
  leaveRequest,
} from '#contract/socket.ts';
import type { Caller, Handler } from '../handle.ts';
import type { Hub } from '../hub.ts';
import { refuse, refuseIssue } from '../refusal.ts';
import type { LabDoor } from '../types.ts';

export type LabHandlers = {
  'lab:join': Handler<JoinRequest>;
  'lab:leave': Handler<LeaveRequest>;
  'lab:command': Handler<CommandRequest>;
};

const noSuchLab = (lab: string): Ack<never> =>
  refuse('not-found', `Le laboratoire «\u00a0${lab}\u00a0» n’existe pas.`, 'lab');

/** Handlers for every connection. */
export function labHandlers(hub: Hub, labs: ReadonlyMap<string, LabDoor>): LabHandlers {
  async function command(
    { lab, id, command: input, workspace }: CommandRequest,
    caller: Caller,
  ): Promise<Ack<unknown>> {
    const runner = labs.get(lab);
    if (!runner) return noSuchLab(lab);
    const parsed = runner.command.safeParse(input);
    if (!parsed.success) return refuseIssue(parsed.error, runner.rules);
    return caller.known.once.run(`${lab} ${id}`, () => runner.run(caller.known.person, parsed.data, workspace, id));
  }
  return {
    'lab:join': {
      schema: joinRequest,
      run({ lab, epoch, offset }, caller) {
        const { person } = caller.known;
        const join = (): Ack<unknown> => {
          // It may have been closed while one waited: nobody would ever count it out.
          const reply = caller.open ? hub.join(caller.link, lab, epoch, offset, person.id) : null;
          return reply ? { ok: true, result: reply } : noSuchLab(lab);
        };
        const ready = labs.get(lab)?.ready?.(person);
        return ready ? ready.then((ack) => (ack.ok ? join() : ack)) : join();
      },
    },
    'lab:leave': {
      schema: leaveRequest,
      run({ lab }, { link }) {
        hub.leave(link, lab);
        return { ok: true, result: null };
      },
    },
    'lab:command': { schema: commandRequest, run: command },
  };
}
