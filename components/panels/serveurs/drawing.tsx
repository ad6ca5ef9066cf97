// The two servers side by side, what links them, and under each its clients with what they were given, in the order in which it came.
import type { ReactNode } from 'react';
import { type Fates, fatesOf } from '#labs/serveurs/fates.ts';
import type { ClientView, ServerView, ServeursState } from '#labs/serveurs/lab.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { ClientCard } from './client-card.tsx';
import { linkText, presenceText, roleText, serverText } from './words.ts';

export type Actions = {
  ofServer(server: ServerView): ReactNode;
  ofClient(client: ClientView): ReactNode;
};

export function Drawing({ state, actions }: { state: ServeursState; actions: Actions }) {
  const fates = fatesOf(state);
  return (
    <section aria-label="Les deux serveurs" className="@container">
      <div className="grid gap-x-4 gap-y-3 @2xl:grid-cols-2 projection:gap-y-1">
        <p
          className={`wrap-anywhere rounded-lg border-2 px-3 py-1 text-center text-sm @2xl:col-span-2 projection:py-0 ${state.mode === 'redis' ? 'border-accent bg-accent-soft font-semibold' : 'border-line-strong border-dashed text-muted'}`}
          data-cible="redis"
        >
          {linkText(state)}
        </p>
        {state.servers.map((server) => (
          <ServerCard
            key={server.name}
            server={server}
            state={state}
            fates={fates.filter(({ client }) => client.server === server.name)}
            actions={actions}
          />
        ))}
      </div>
    </section>
  );
}

const toneOf = ({ process, role, down }: ServerView): Tone => {
  if (process === null) return down === null ? 'idle' : 'warn';
  return role === 'electing' || role === 'cut' ? 'warn' : 'good';
};

function ServerCard(props: { server: ServerView; state: ServeursState; fates: readonly Fates[]; actions: Actions }) {
  const { server, state, fates, actions } = props;
  const { name, process, role, down } = server;
  return (
    <article
      aria-label={`Serveur ${name}`}
      data-cible={`serveur-${name.toLowerCase()}`}
      data-etat={process ? 'vivant' : (down ?? 'absent')}
      className={`min-w-0 rounded-xl border-2 px-3 py-2 projection:py-1 ${process ? 'border-line-strong bg-paper' : 'border-line-strong border-dashed bg-sunk'}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-bold">Serveur {name}</h3>
        <Chip tone={toneOf(server)}>
          {serverText(server, state)}
          {role ? `, ${roleText[role]}` : ''}
        </Chip>
        <div className="projector-hidden ml-auto flex gap-1">{actions.ofServer(server)}</div>
      </div>
      <p className="mt-0.5 text-muted text-sm projection:hidden">
        {process ? (
          <>
            processus <span data-processus>{process.pid}</span>, port {process.port}
          </>
        ) : (
          'aucun processus'
        )}
      </p>
      <ul className="mt-2 space-y-2 projection:mt-1 projection:space-y-1" aria-label={`Clients du serveur ${name}`}>
        {fates.map((each) => (
          <li key={each.client.name}>
            <ClientCard
              fates={each}
              presence={presenceText(each.client, state)}
              actions={actions.ofClient(each.client)}
            />
          </li>
        ))}
      </ul>
      {fates.length === 0 ? <p className="mt-2 text-muted text-sm">aucun client</p> : null}
    </article>
  );
}
