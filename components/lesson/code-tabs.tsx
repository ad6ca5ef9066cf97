'use client';
// The same program in two languages, one shown at a time. The choice holds for all the pages, and is remembered.
// Children stay as they come: the first is shown for the first language, the second for the second.
import { type ReactNode, useId, useSyncExternalStore } from 'react';

const languages = ['Python', 'TypeScript'] as const;
type Language = (typeof languages)[number];

const stored = 'relais.langage';
const changed = 'relais:langage';
/** Where storage is refused, the choice lives as long as the page. */
let unstored: Language | null = null;

function chosen(): Language {
  if (unstored) return unstored;
  try {
    return languages.find((language) => language === localStorage.getItem(stored)) ?? 'Python';
  } catch {
    return 'Python';
  }
}

function choose(language: Language): void {
  try {
    localStorage.setItem(stored, language);
  } catch {
    unstored = language;
  }
  window.dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
  const events = [changed, 'storage'];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

export function CodeTabs({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(subscribe, chosen, () => 'Python' as const);
  const name = useId();
  const hidden = language === 'Python' ? '[&>:nth-child(2)]:hidden' : '[&>:nth-child(1)]:hidden';
  return (
    <div className="my-4">
      <fieldset className="flex gap-1 text-sm print:hidden">
        <legend className="sr-only">Langage du programme</legend>
        {languages.map((each) => (
          <label
            key={each}
            className="cursor-pointer rounded-lg border border-transparent px-2.5 py-0.5 font-semibold text-muted has-checked:border-line has-checked:bg-sheet has-checked:text-ink has-focus-visible:outline-3 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={language === each}
              onChange={() => choose(each)}
            />
            {each}
          </label>
        ))}
      </fieldset>
      <div className={`[&>*]:mt-1 [&>*]:mb-0 ${hidden}`}>{children}</div>
    </div>
  );
}
