'use client';
// Nothing yet: what to do next, with the command ready to copy.
import { useState } from 'react';
import { duration } from '../../lab/format.ts';
import { useServerNow } from '../../realtime/use-lab.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** The topic of the course's programs, as they are downloaded. */
const course = 'demo-topic';

/** `since`: when the topic was made; null while there is none, and the wait then begins with the page. */
export function Empty({ address, topic, since }: { address: string; topic: string; since: number | null }) {
  const now = useServerNow(true);
  const [opened, setOpened] = useState(now);
  if (opened === null && now !== null) setOpened(now);
  const from = since ?? opened;
  const quiet = from === null || now === null ? null : Math.max(0, now - from);
  return (
    <section
      aria-label="Pour commencer"
      className="mx-auto my-4 max-w-xl rounded-xl border border-line border-dashed p-4"
    >
      <h3 className="font-bold">Rien n’a encore été écrit dans {topic}</h3>
      <p className="mt-1">
        Publiez un message avec le formulaire, appuyez sur <strong>Dix messages</strong>, ou lancez le producteur du
        cours dans un terminal
        {topic === course ? null : (
          <>
            , après y avoir écrit <code>TOPIC = "{topic}"</code>
          </>
        )}
        &nbsp;:
      </p>
      <Command text="python producteur.py" />
      <p className="mt-2 text-muted text-sm">
        Tout programme Kafka convient&nbsp;; serveur&nbsp;: <code className="text-ink">{address}</code>. Par exemple,
        avec kcat&nbsp;:
      </p>
      <Command text={`echo bonjour | kcat -P -b ${address} -t ${topic}`} />
      <p className="mt-2 text-muted text-sm">
        J’attends le premier message…
        {quiet === null ? null : <span aria-hidden="true"> (rien reçu depuis {duration(quiet)})</span>}
      </p>
    </section>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div className="mt-2 flex items-center gap-2 rounded-lg bg-sunk py-1 pr-1 pl-3" data-copy>
      <code className="min-w-0 flex-1 wrap-anywhere font-mono text-sm">{text}</code>
      <CopyButton text={text} />
    </div>
  );
}
