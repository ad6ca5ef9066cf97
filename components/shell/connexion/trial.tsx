'use client';
// What to type to try: one library at a time, the words of one's own system, this room's address already in it.
import { useEffect, useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type System, stepsFor, systemNames, systemOf, systems, type Tool, tools } from './trials.ts';

export function Trial({ address, topic }: { address: string; topic: string }) {
  const [tool, setTool] = useState<Tool>('kafka-python');
  const [system, setSystem] = useState<System>('linux');
  useEffect(() => setSystem(systemOf(navigator.userAgent)), []);
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-x-6 gap-y-2">
        <Choice<Tool>
          legend="Bibliothèque"
          name="outil"
          all={tools}
          value={tool}
          onChoose={setTool}
          label={(each) => each}
        />
        <Choice<System>
          legend="Système"
          name="systeme"
          all={systems}
          value={system}
          onChoose={setSystem}
          label={(each) => systemNames[each]}
        />
      </div>
      <ol className="space-y-3">
        {stepsFor(tool, system, address, topic).map(({ say, code, file }) => (
          <li key={say}>
            <p className="text-muted text-sm">{say}</p>
            <div data-copy className="relative">
              <pre
                className={`wrap-anywhere whitespace-pre-wrap rounded-lg bg-sunk p-3 font-mono text-sm leading-relaxed ${file ? '' : 'pr-24'}`}
              >
                <code>{code}</code>
              </pre>
              <CopyButton className="absolute top-1.5 right-1.5" />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Choice<T extends string>(props: {
  legend: string;
  name: string;
  all: readonly T[];
  value: T;
  onChoose(value: T): void;
  label(value: T): string;
}) {
  return (
    <fieldset>
      <legend className="sr-only">{props.legend}</legend>
      <div className="flex flex-wrap gap-1">
        {props.all.map((each) => (
          <label
            key={each}
            className="cursor-pointer rounded-lg border border-line px-3 py-1 font-semibold text-muted text-sm has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-3 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={props.name}
              className="sr-only"
              checked={each === props.value}
              onChange={() => props.onChoose(each)}
            />
            {props.label(each)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
