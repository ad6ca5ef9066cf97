'use client';
// Every setting of the statement as a switch, and the incidents of the next run.
import { type ReactNode, useId } from 'react';
import { atelierBounds, type WorkshopSettings } from '#contract/atelier.ts';
import type { IncidentName } from '#labs/atelier/plan.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { useWholeLab } from '../../realtime/use-whole-lab.ts';

type Change = (change: Partial<WorkshopSettings>) => void;

export function Settings(props: {
  settings: WorkshopSettings;
  asked: readonly IncidentName[];
  onChange: Change;
  onAsk(asked: IncidentName[]): void;
}) {
  const { settings, asked, onChange, onAsk } = props;
  // Can this broker lose an acknowledgement on demand?
  const faults = useWholeLab(kafkaLab).live.cluster?.capabilities.faults ?? true;
  const ask = (name: IncidentName) => (on: boolean) =>
    onAsk(on ? [...asked, name] : asked.filter((one) => one !== name));
  const noFaults = 'un vrai Kafka ne le fait pas sur demande';
  return (
    <div className="grid gap-x-6 gap-y-4 @max-3xl:grid-cols-2" data-cible="reglages">
      <Group title="Producteur">
        <Switch name="keyed" label="Clé du lot" note="même partition" {...{ settings, onChange }} />
        <Acks acks={settings.acks} onChange={onChange} />
        <Switch
          name="idempotent"
          label="Idempotence"
          note={settings.idempotent && settings.acks !== -1 ? 'kafkajs exige alors acks = all' : 'pas de doublon'}
          {...{ settings, onChange }}
        />
        <Switch
          name="awaited"
          label="Attendre chaque confirmation"
          note="un envoi à la fois"
          {...{ settings, onChange }}
        />
      </Group>
      <Group title="Consommateur">
        <Switch name="autoCommit" label="Commit automatique" note="à éviter ici" {...{ settings, onChange }} />
        <Switch
          name="commitAfter"
          label="Commit après le travail"
          note={settings.autoCommit ? 'sans effet\u00a0: il est automatique' : 'sinon\u00a0: étape perdue'}
          {...{ settings, onChange }}
        />
        <Switch
          name="oneByOne"
          label="Un message par lecture"
          note="max_poll_records = 1"
          {...{ settings, onChange }}
        />
        <Consumers settings={settings} onChange={onChange} />
      </Group>
      <Group title="Incidents du prochain lot">
        <Toggle
          label="Mourir entre (a) et (b)"
          note="travail, puis commit"
          on={asked.includes('crash')}
          onToggle={ask('crash')}
        />
        <Toggle
          label="Perdre un accusé"
          note={faults ? 'écrit, jamais confirmé' : noFaults}
          on={asked.includes('lostAck')}
          disabled={!faults}
          onToggle={ask('lostAck')}
        />
        <Toggle
          label="Refuser un envoi"
          note={faults ? 'une fois\u00a0; le client réessaie' : noFaults}
          on={asked.includes('refused')}
          disabled={!faults}
          onToggle={ask('refused')}
        />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-semibold text-muted text-xs uppercase tracking-wide">{title}</legend>
      <div className="space-y-2">{children}</div>
    </fieldset>
  );
}

type FlagName = 'keyed' | 'idempotent' | 'awaited' | 'autoCommit' | 'commitAfter' | 'oneByOne';

function Switch(props: { name: FlagName; label: string; note: string; settings: WorkshopSettings; onChange: Change }) {
  const { name, label, note, settings, onChange } = props;
  return (
    <Toggle label={label} note={note} on={settings[name]} onToggle={(on) => onChange({ [name]: on })} cible={name} />
  );
}

function Toggle(props: {
  label: string;
  note: string;
  on: boolean;
  disabled?: boolean;
  cible?: string;
  onToggle(on: boolean): void;
}) {
  const { label, note, on, disabled = false, cible, onToggle } = props;
  const id = useId();
  return (
    <label className={`flex gap-3 ${disabled ? '' : 'cursor-pointer'}`} data-cible={cible}>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-note`}
        onChange={(event) => onToggle(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden="true"
        className="relative mt-0.5 h-[1.35rem] w-[2.3rem] shrink-0 rounded-full bg-line-strong transition-colors after:absolute after:top-[0.17rem] after:left-[0.17rem] after:size-4 after:rounded-full after:bg-sheet after:transition-transform peer-checked:bg-accent peer-checked:after:translate-x-[0.95rem] peer-disabled:opacity-40 peer-focus-visible:outline-3 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2"
      />
      <span className="min-w-0 leading-tight">
        <span id={`${id}-label`} className="block text-sm">
          {label}
        </span>
        <span id={`${id}-note`} className="block text-muted text-xs">
          {note}
        </span>
      </span>
    </label>
  );
}

const acksNotes = { '-1': 'toutes les répliques à jour', '1': 'le leader seul', '0': 'aucune confirmation' } as const;

function Acks({ acks, onChange }: { acks: WorkshopSettings['acks']; onChange: Change }) {
  const name = useId();
  return (
    <fieldset className="flex items-start gap-3" data-cible="acks">
      <legend className="sr-only">acks</legend>
      <div className="min-w-0 leading-tight">
        <div className="flex items-center gap-1 text-sm">
          acks&nbsp;=
          {([-1, 1, 0] as const).map((value) => (
            <label
              key={value}
              className="cursor-pointer rounded-md border border-line-strong px-1.5 font-mono has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-3 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={acks === value}
                onChange={() => onChange({ acks: value })}
              />
              {value === -1 ? 'all' : value}
            </label>
          ))}
        </div>
        <p className="text-muted text-xs">{acksNotes[`${acks}`]}</p>
      </div>
    </fieldset>
  );
}

function Consumers({ settings, onChange }: { settings: WorkshopSettings; onChange: Change }) {
  const { min, max } = atelierBounds.workMs;
  return (
    <>
      <label className="flex items-center gap-2 text-sm">
        consommateurs
        <select
          value={settings.consumers}
          onChange={(event) => onChange({ consumers: Number(event.target.value) })}
          className="rounded-lg border border-line bg-sheet px-1.5 py-0.5 font-mono"
        >
          {[1, 2, 3].map((value) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      </label>
      <label className="block text-sm">
        <span className="flex justify-between gap-2">
          travail
          <span className="font-mono">{(settings.workMs / 1_000).toLocaleString('fr-FR')}&nbsp;s</span>
        </span>
        <input
          type="range"
          min={Math.max(500, min)}
          max={max}
          step={100}
          value={settings.workMs}
          aria-valuetext={`${settings.workMs / 1_000} secondes`}
          className="block w-full accent-accent"
          onChange={(event) => onChange({ workMs: Number(event.target.value) })}
        />
      </label>
    </>
  );
}
