// How long it takes to go back to any point of 20 000 events of the Kafka lab. Run: npx tsx bench/scrub.ts
import { createClientJournal } from '../components/realtime/client-journal.ts';
import { kafkaLab } from '../labs/kafka/lab.ts';
import { appended, committed, member, settle } from '../labs/kafka/testing/events.ts';

const session = 20_000;
const asked = 500;

const journal = createClientJournal(kafkaLab);
const [preparing, stable] = settle('g', 1, [member('m', 't', [0, 1, 2])]);
const started = performance.now();
for (let offset = 0; offset < session; offset += 1) {
  const event =
    offset % 400 === 0
      ? preparing
      : offset % 400 === 1
        ? stable
        : offset % 3 === 0
          ? committed('g', 'm', 't', [offset, offset, offset])
          : appended('t', offset % 3, offset, [`capteur-${offset % 7}`]);
  if (event) journal.append({ offset, at: offset * 50, event });
}
const whole = performance.now() - started;

const times = Array.from({ length: asked }, (_, index) => {
  const offset = Math.floor(((index * 7_919) % asked) * (session / asked));
  const from = performance.now();
  journal.stateAt(offset);
  return performance.now() - from;
}).sort((a, b) => a - b);

const at = (part: number): string => `${(times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1)} ms`;
process.stdout.write(
  `${session} events folded in ${whole.toFixed(0)} ms; back to any of ${asked} points: median ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)}\n`,
);
