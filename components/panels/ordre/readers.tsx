// One card a participant: what they know, what waits, and the conversation as they read it.
import type { OrderState, Reader } from '#labs/order/lab.ts';
import { Name } from './name.tsx';
import { Token } from './token.tsx';
import { heldText } from './words.ts';

export function Readers({ state }: { state: OrderState }) {
  return (
    <ul className="grid gap-3 @2xl:grid-cols-3 projection:grid-cols-3 projection:gap-2">
      {state.readers.map((reader, place) => (
        <li
          key={reader.name}
          data-cible={`carte-${place}`}
          className="min-w-0 rounded-xl border border-line bg-sheet px-3 py-2 projection:px-2 projection:py-1"
        >
          <div className="flex flex-wrap items-baseline justify-between gap-x-2">
            <h3>
              <Name state={state} place={place} />
            </h3>
            <p className="font-mono text-muted text-sm" data-cible="horloge">
              {knows(state, reader)}
            </p>
          </div>
          <Held state={state} reader={reader} place={place} />
          <ol
            aria-label={`Lu par ${reader.name}`}
            className="mt-1 space-y-1 text-sm projection:mt-0.5 projection:space-y-0.5 projection:leading-tight"
          >
            {reader.read.map((id) => (
              <ReadLine key={id} state={state} id={id} place={place} />
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function ReadLine({ state, id, place }: { state: OrderState; id: string; place: number }) {
  const message = state.sent.find((each) => each.id === id);
  const early = state.visits.find((each) => each.id === id && each.place === place)?.early ?? [];
  if (!message) return null;
  return (
    <li className="flex gap-1.5 transition duration-300 starting:opacity-0">
      <Token id={id} sender={message.sender} />
      <span className="min-w-0">
        {message.text}
        {early.length > 0 ? <strong className="text-warn"> ✗ sans {early.join(', ')}</strong> : null}
      </span>
    </li>
  );
}

function Held({ state, reader, place }: { state: OrderState; reader: Reader; place: number }) {
  const ids = reader.held;
  if (state.order === 'aucun') return null;
  return (
    <p
      className={`flex flex-wrap items-center gap-1.5 text-muted text-sm ${ids.length === 0 ? 'projection:hidden' : ''}`}
      data-cible="tampon"
    >
      tampon
      {ids.length === 0 ? <em>vide</em> : null}
      {ids.map((id) => {
        const message = state.sent.find((each) => each.id === id);
        const waits = state.visits.find((each) => each.id === id && each.place === place)?.waits ?? [];
        return (
          <span key={id} className="flex items-center gap-1">
            <Token id={id} sender={message?.sender ?? 0} waits />
            <span className="text-warn">{heldText(state, reader, waits)}</span>
          </span>
        );
      })}
    </p>
  );
}

/** What a participant counts by, under each order. */
function knows({ order, readers }: OrderState, { clock, read }: Reader): string {
  if (order === 'aucun') return 'sans numéro';
  if (order === 'total') return `attendu n°\u00a0${read.length + 1}`;
  const initials = readers.map(({ name }) => name[0] ?? '');
  if (order === 'causal') return `horloge ${initials.map((letter, at) => `${letter}${clock[at] ?? 0}`).join(' ')}`;
  return `attendus ${initials.map((letter, at) => `${letter}${(clock[at] ?? 0) + 1}`).join(' ')}`;
}
