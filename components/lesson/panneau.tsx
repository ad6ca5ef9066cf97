'use client';
// A panel by its name. Its code is fetched when it comes into view, so a page weighs its text until then. A question of the quiz may
// want another one to be seen in its place.
import { useEffect, useRef } from 'react';
import { type PanelName, panels } from '../panels/registry.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useNear } from '../ui/use-near.ts';
import { askPanel, useAskedPanel } from './asked-panel.ts';
import { tellLabOpened } from './lab-opened.ts';

export function Panneau({ nom }: { nom: PanelName }) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useNear(place);

  useEffect(() => {
    if (seen) tellLabOpened();
  }, [seen]);

  const asked = useAskedPanel();
  useEffect(() => () => askPanel(null), []);

  const shown = asked ?? nom;
  const Panel = panels[shown];
  return (
    <div ref={place} className="flex h-full min-h-80 flex-col">
      {shown === nom ? null : (
        <p className="projector-hidden flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-accent-soft px-5 py-1.5 text-sm">
          Un autre panneau, pour une question du quiz.
          <Button small onClick={() => askPanel(null)}>
            Revenir au panneau de la page
          </Button>
        </p>
      )}
      {seen || shown !== nom ? (
        <div className="min-h-0 flex-1">
          <ErrorBoundary key={shown} what="Le panneau">
            <Panel />
          </ErrorBoundary>
        </div>
      ) : (
        <p className="p-6 text-muted">Le panneau s’ouvre…</p>
      )}
    </div>
  );
}
