'use client';
// Adding a subscriber or changing one: a name, and what it asks for.
import { useState } from 'react';
import { type Rule, routageBounds } from '#contract/routage.ts';
import type { Standing } from '#labs/routage/run.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { inputClass } from './input.ts';

/** `one` null: a new subscriber. */
export type Edited = { one: Standing | null };

export function SubscriberDialog({
  edited,
  busy,
  problem,
  onClose,
  onSave,
}: {
  edited: Edited | null;
  busy: boolean;
  problem: string | null;
  onClose(): void;
  onSave(name: string, rule: Rule): void;
}) {
  const title = edited?.one ? `Abonnement de ${edited.one.name}` : 'Nouvel abonné';
  return (
    <Dialog open={edited !== null} title={title} onClose={onClose}>
      {edited ? <Editor one={edited.one} {...{ busy, problem, onSave }} /> : null}
    </Dialog>
  );
}

const kinds = { topic: 'par sujet', content: 'par contenu' } as const;

function Editor({
  one,
  busy,
  problem,
  onSave,
}: {
  one: Standing | null;
  busy: boolean;
  problem: string | null;
  onSave(name: string, rule: Rule): void;
}) {
  const [name, setName] = useState(one?.name ?? '');
  const [kind, setKind] = useState<Rule['kind']>(one?.rule.kind ?? 'topic');
  const [topic, setTopic] = useState(one?.rule.kind === 'topic' ? one.rule.topic : 'sports');
  const [expression, setExpression] = useState(one?.rule.kind === 'content' ? one.rule.expression : 'value > 100');
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(name.trim(), kind === 'topic' ? { kind, topic: topic.trim() } : { kind, expression });
      }}
    >
      <label className="flex items-center gap-2 text-sm">
        nom
        <input
          className={`${inputClass} flex-1`}
          value={name}
          maxLength={routageBounds.name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="flex flex-wrap gap-4 text-sm">
        <legend className="sr-only">Comment est-il routé&nbsp;?</legend>
        {(['topic', 'content'] as const).map((each) => (
          <label key={each} className="flex items-center gap-2">
            <input
              type="radio"
              name="routage"
              className="accent-accent"
              checked={kind === each}
              onChange={() => setKind(each)}
            />
            {kinds[each]}
          </label>
        ))}
      </fieldset>
      {kind === 'topic' ? (
        <label className="flex items-center gap-2 text-sm">
          sujet
          <input
            className={`${inputClass} flex-1`}
            value={topic}
            maxLength={routageBounds.topic}
            onChange={(event) => setTopic(event.target.value)}
          />
        </label>
      ) : (
        <FilterEditor expression={expression} onChange={setExpression} />
      )}
      {problem ? (
        <p role="alert" className="rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      <Button type="submit" tone="primary" disabled={busy}>
        {one ? 'Enregistrer' : 'Abonner'}
      </Button>
    </form>
  );
}
