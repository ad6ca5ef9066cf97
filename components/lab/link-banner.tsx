'use client';
// Says that the picture is old, and how old, while the link to the server is lost.
import { useNow } from '../ui/use-now.ts';
import { clockTime, duration } from './format.ts';

/** Structural twin of the realtime link, so that this folder knows no socket. */
export type LinkState = { status: 'connecting' | 'live' | 'lost'; since: number };

/** A first connection is given this long before the page worries, ms. */
const patience = 3_000;

export function LinkBanner({ link }: { link: LinkState }) {
  const now = useNow(link.status !== 'live');
  if (link.status === 'live' || now === null) return null;
  const waited = now - link.since;
  if (link.status === 'connecting' && waited < patience) return null;
  return (
    <p role="status" className="border-warn border-b bg-warn-soft px-4 py-1.5 font-semibold text-sm text-warn">
      {link.status === 'lost' ? (
        <>
          Lien perdu depuis <span aria-hidden="true">{duration(waited)}</span>
          <span className="sr-only">{clockTime(link.since)}</span> — dernière image de {clockTime(link.since)}. La page
          se reconnecte seule.
        </>
      ) : (
        <>Connexion au serveur… La page réessaie seule&nbsp;; vérifiez que le serveur tourne.</>
      )}
    </p>
  );
}
