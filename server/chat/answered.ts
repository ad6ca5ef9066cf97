// An answer that a broker of this server gives at once, and that of another one later.
import type { Ack } from '#contract/errors.ts';

export type Answered<T> = Ack<T> | Promise<Ack<T>>;

/** Looks at it, at once when it is answered at once: nothing may come between an answer and what it changes. */
export function whenAnswered<T>(answer: Answered<T>, look: (ack: Ack<T>) => void): Answered<T> {
  const looked = (ack: Ack<T>): Ack<T> => {
    look(ack);
    return ack;
  };
  return answer instanceof Promise ? answer.then(looked) : looked(answer);
}
